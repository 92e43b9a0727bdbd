/** Something that was asked for cannot be done; nothing was written. `message` says what is wrong and how to mend it. */
export class CreateConnectorError extends Error {
  override name = 'CreateConnectorError';
}
