// jcampconverter.mjs JDX CSV: jcampconverter reads from the first what stands in
// the second, a column of x and columns of y.
import { readFileSync } from 'node:fs';
import { convert } from 'jcampconverter';

const [jdx, csv] = process.argv.slice(2);
const rows = readFileSync(csv, 'utf8').trim().split('\n')
    .map((line) => line.split(',').map(Number));
const columns = rows[0].length - 1;
const spectra = convert(readFileSync(jdx, 'utf8'), { keepSpectra: true })
    .flatten.flatMap((entry) => entry.spectra ?? []);

function fail(what) {
    console.error(`${jdx}: jcampconverter reads ${what}`);
    process.exit(1);
}

// It reckons x and y by its own arithmetic.
const same = (a, b, range) => Math.abs(a - b) <= 1e-9 * range;

if (spectra.length !== columns)
    fail(`${spectra.length} spectra, not ${columns}`);
spectra.forEach(({ data }, k) => {
    if (data.x.length !== rows.length)
        fail(`${data.x.length} points, not ${rows.length}`);
    rows.forEach((row, i) => {
        if (!same(data.x[i], row[0], 1e4) || !same(data.y[i], row[k + 1], 1e5))
            fail(`point ${i} as ${data.x[i]}, ${data.y[i]}, not ${row[0]}, ` +
                 `${row[k + 1]}`);
    });
});
console.log(`${jdx}: jcampconverter agrees, ${columns} x ${rows.length} ` +
            'points');
