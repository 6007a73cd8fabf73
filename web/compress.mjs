// Writes .br and .gz beside every text asset of dist/, so that the server never compresses a request's answer.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TEXT = /\.(js|css|html|json|svg|wasm|ttf|map)$/;
const SMALLEST = 1024;

for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !TEXT.test(entry.name)) continue;
  const bytes = readFileSync(file);
  if (bytes.length < SMALLEST) continue;
  const quality = bytes.length > 1 << 20 ? 9 : 11;
  writeFileSync(
    file + '.br',
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
  );
  writeFileSync(file + '.gz', gzipSync(bytes, { level: 9 }));
}
