import { readModelsContract } from '../contract.js';
import { MemoryReadModels } from './memory-read-models.js';

readModelsContract(
  'in memory',
  () => {
    let db = new MemoryReadModels();
    return Promise.resolve({
      empty: () => Promise.resolve((db = new MemoryReadModels())),
      another: () => Promise.resolve(db),
      dispose: () => Promise.resolve(),
    });
  },
  25,
);
