import { getMetadataStorage, IsInt, IsString, validateSync } from 'class-validator';
import './validation-rules-cache.js';

class Parent {
  @IsString() name: string;
}

class Child extends Parent {
  @IsInt() age: number;
}

const broken = (value: object) =>
  validateSync(value, { whitelist: true, forbidNonWhitelisted: true }).map(({ property }) => property);

describe('the cache of validation rules', () => {
  it('keeps classes and their heirs apart, however often they are asked for', () => {
    for (let round = 0; round < 3; round += 1) {
      expect(broken(Object.assign(new Parent(), { name: 1, age: 'x' }))).toEqual(['age', 'name']);
      expect(broken(Object.assign(new Child(), { name: 'ann', age: 'x' }))).toEqual(['age']);
      expect(broken(Object.assign(new Child(), { name: 1, age: 3 }))).toEqual(['name']);
    }
  });

  it('searches once', () => {
    const rules = () => getMetadataStorage().getTargetValidationMetadatas(Child, '', false, false);
    expect(rules()).toBe(rules());
  });
});
