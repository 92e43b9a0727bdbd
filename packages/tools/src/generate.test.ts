import { describe, expect, it } from 'vitest';
import { generatedFiles } from './generated-files.ts';

describe('generate', () => {
  it('has nothing to change: templates and READMEs say what the guards say', async () => {
    const files = await generatedFiles();
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !file.current).map((file) => file.path)).toEqual([]);
  });
});
