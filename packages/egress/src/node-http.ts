/**
 * Node's own HTTP client. An `import` of `node:http` reads each of its exports, and some of them load undici, which takes
 * longer than everything else here together.
 */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http');
