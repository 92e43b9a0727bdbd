/** Where Specimen is, as its discovery document writes it, to the letter. People are keyed by it. */
export const defaultIssuer = 'https://id.specimen.example';
