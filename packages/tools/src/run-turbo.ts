/** `turbo run` with telemetry off, which only the environment can say. */
import { binaryPath, runCommand } from './command.ts';

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };
const turbo = [binaryPath('turbo'), 'run', ...process.argv.slice(2)];
process.exitCode = (await runCommand(process.execPath, turbo, { env, output: 'inherit' })).status;
