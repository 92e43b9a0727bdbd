export { type ConnectorTypeName, connectorTypeNames, type EndpointFlag } from './connector-types.ts';
export { createConnector, type CreateConnectorOptions, type CreatedConnector } from './create-connector.ts';
export { CreateConnectorError } from './refusal.ts';
