// reading_peers.mjs FILE: reads it again and again for a second of processor
// time, after once to warm up, and prints MB/s. jcampconverter reads .jdx,
// xy-parser anything else.
import { readFileSync } from 'node:fs';
import { convert } from 'jcampconverter';
import { parseXY } from 'xy-parser';

const path = process.argv[2];
const seconds = () => process.cpuUsage().user / 1e6 +
    process.cpuUsage().system / 1e6;

function read() {
    const bytes = readFileSync(path);
    const text = bytes.toString();
    const points = path.endsWith('.jdx')
        ? convert(text, { keepSpectra: true, noContour: true })
              .flatten[0].spectra[0].data.x.length
        : parseXY(text).x.length;

    if (points < 1000)
        throw new Error(`${path}: ${points} points`);
    return bytes.length;
}

let total = read();
const start = seconds();
total = 0;
do
    total += read();
while (seconds() - start < 1);
console.log(total / (seconds() - start) / 1e6);
