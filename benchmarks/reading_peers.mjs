// reading_peers.mjs FILE: reads it again and again for a second of processor
// time, after some times to warm up, and prints MB/s and how many points there
// were. jcampconverter reads .jdx, wdf-parser .wdf, spc-parser .spc, xy-parser
// anything else; all of them make every point a number.
import { readFileSync } from 'node:fs';
import { convert } from 'jcampconverter';
import { parse as parseSpc } from 'spc-parser';
import { parse as parseWdf } from 'wdf-parser';
import { parseXY } from 'xy-parser';

const path = process.argv[2];
const seconds = () => process.cpuUsage().user / 1e6 +
    process.cpuUsage().system / 1e6;
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

// How many points each reader gives.
const readers = {
    jdx: (bytes) => convert(bytes.toString(),
                            { keepSpectra: true, noContour: true })
        .flatten[0].spectra[0].data.x.length,
    wdf: (bytes) => sum(parseWdf(bytes).blocks
        .find((block) => block.spectra).spectra.map((y) => y.length)),
    spc: (bytes) => sum(parseSpc(bytes).spectra
        .map((spectrum) => spectrum.variables.y.data.length)),
};
const points = readers[path.split('.').pop().toLowerCase()] ??
    ((bytes) => parseXY(bytes.toString()).x.length);

function read() {
    const bytes = readFileSync(path);

    given = points(bytes);
    return bytes.length;
}

let given = 0;
try {
    for (let i = 0; i < 3; i++)
        read();
} catch (error) {
    console.error(`${path}: ${error.message}`);
    process.exit(1);
}
let total = 0;
const start = seconds();
do
    total += read();
while (seconds() - start < 1);
console.log(total / (seconds() - start) / 1e6, given);
