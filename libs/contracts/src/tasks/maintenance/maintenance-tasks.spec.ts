import { validateInput } from '../../input-validation.js';
import { backupDatabase, cleanupCache } from './index.js';

describe('backup_database', () => {
  it.each([[[]], [[1]], [[365]]])('takes %j', (args) => {
    expect(() => validateInput(backupDatabase, args, {})).not.toThrow();
  });

  it.each([0, 366, 1.5, '7', -1])('refuses to keep %j', (keep) => {
    expect(() => validateInput(backupDatabase, [keep], {})).toThrow(/args\.0/);
  });

  it('takes no file name from outside', () => {
    expect(() => validateInput(backupDatabase, [], { file_name: '../../x' })).toThrow(/not a known field/);
  });
});

describe('cleanup_cache', () => {
  it.each([{}, { all: true }, { all: false }])('takes %j', (kwargs) => {
    expect(() => validateInput(cleanupCache, [], kwargs)).not.toThrow();
  });

  it.each([{ all: 'true' }, { all: 1 }, { prefix: '*' }])('refuses %j', (kwargs) => {
    expect(() => validateInput(cleanupCache, [], kwargs)).toThrow(/kwargs\.(all|prefix)/);
  });
});
