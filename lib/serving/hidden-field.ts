export interface HiddenField<V> {
  get(object: object): V | undefined;
  set(object: object, value: V | undefined): void;
}

/** A constructor that returns its argument: what extends it adds its private fields to an object that is there. */
const Existing = function (object: object) {
  return object;
} as unknown as new (object: object) => object;

/** A private field (`#`) for objects of any class, which nobody else sees. */
export function hiddenField<V>(): HiddenField<V> {
  return class Holder extends Existing {
    #value: V | undefined;

    static get(object: object): V | undefined {
      return #value in object ? object.#value : undefined;
    }

    static set(object: object, value: V | undefined): void {
      if (!(#value in object)) new Holder(object);
      (object as Holder).#value = value;
    }
  };
}
