/** What the kit must never import; lets the test of this prove that it would notice. */
export { request } from 'node:https';
