export type { Surroundings } from './commands/command.ts';
export type { Front, PrepareSite, Site } from './host/site.ts';
export { createStyle } from './output/style.ts';
export { run } from './run.ts';
