import { join } from 'node:path';
import { constants } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';
import { compileAtOnce } from './compile-at-once.ts';
import { leaveOut, WITHOUT_PARSER } from './leave-out.ts';

const brotli = defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });

// For the development server: the deployment to query, such as that of `npm start`.
const apiUrl = process.env['TOKEN_LEDGER_URL'];
const proxied = { ...(apiUrl && { target: apiUrl }), changeOrigin: true };

export default defineConfig({
  root: import.meta.dirname,
  // Pages and their assets lie beside each other, below any path of the API.
  base: './',
  logLevel: 'warn',
  resolve: { alias: WITHOUT_PARSER },
  plugins: [...leaveOut, react(), compileAtOnce, compression({ algorithms: [brotli], logLevel: 'silent' })],
  ...(apiUrl && { server: { proxy: { '/v1': proxied, '/console.json': proxied } } }),
  build: {
    rolldownOptions: {
      input: ['index.html', 'reference.html'].map((page) => join(import.meta.dirname, page)),
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /\/node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
            // What the frame of the reference needs, which that of the console needs as well.
            {
              name: 'shared',
              test: /\/src\/(console-frame|reference\/operations-navigation|app\/use-appearance)\.tsx?$|\/components\/(alert|spinner)\/index\.js$/,
              priority: 2,
            },
            // What the first page needs, with all that it imports: one file instead of eighty small ones. Without `main`, which
            // would start the console in the reference as well, as that shares parts of the file.
            { name: 'frame', test: /\/src\/(app\/shell|pages\/overview\/overview-page)\.tsx$/ },
          ],
        },
      },
    },
    target: 'es2022',
    // Swagger UI alone is one file of 1.7 MB.
    chunkSizeWarningLimit: 3_000,
  },
});
