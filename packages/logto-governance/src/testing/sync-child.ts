/**
 * A process that syncs, to be killed. Arguments: base URL, client id, secret, database. It commits every few milliseconds,
 * so that there is something to resume.
 */
import { createRuntime } from '@jackfield/egress';
import { createLogtoGovernance } from '../index.ts';

const [baseUrl = '', clientId = '', clientSecret = '', database = ''] = process.argv.slice(2);
const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'] } });
const config = { baseUrl, clientId, clientSecret, parallel: 3 };
const connector = await createLogtoGovernance({ config, runtime });
await connector.sync({ database, checkpointEvery: 0.005 });
await runtime.close();
