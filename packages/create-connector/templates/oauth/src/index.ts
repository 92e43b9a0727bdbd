export { configTemplate } from './config-template.ts';
export { configGuard, type SpecimenConfig } from './config.ts';
export {
  createSpecimen,
  createSpecimen as default,
  type SpecimenConnector,
  type SpecimenOptions,
} from './connector.ts';
export { metadata } from './metadata.ts';
