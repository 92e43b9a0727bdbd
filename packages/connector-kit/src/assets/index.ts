export { type ConnectorDescription, describeConnector, textFor } from './describe-connector.ts';
export { type Assets, loadAssets } from './load-assets.ts';
export { sanitizeSvg } from './sanitize-svg.ts';
