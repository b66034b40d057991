import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Rules = ReturnType<Storage['getTargetValidationMetadatas']>;
type Search = Parameters<Storage['getTargetValidationMetadatas']>;

/**
 * class-validator looks for a class's rules anew at each validation, in those of every class that there is: a
 * third of its time, and more with each class. The rules of a class are fixed once it is declared.
 */
function rememberRules(storage: Storage): void {
  const known = new Map<Search[0], Rules>();
  const search = storage.getTargetValidationMetadatas.bind(storage);
  storage.getTargetValidationMetadatas = (...wanted: Search): Rules => {
    const [target, schema, always, strictGroups, groups] = wanted;
    // Only the plain question that we ask: no schema by name and no groups.
    if (typeof target !== 'function' || schema || always || strictGroups || groups) return search(...wanted);
    const rules = known.get(target) ?? search(...wanted);
    known.set(target, rules);
    return rules;
  };
}

rememberRules(getMetadataStorage());
