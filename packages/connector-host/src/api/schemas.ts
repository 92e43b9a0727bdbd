export { answerSchemas } from './schemas/answers.ts';
export { idGuard } from './schemas/parts.ts';
export { querySchemas, requestSchemas } from './schemas/requests.ts';
