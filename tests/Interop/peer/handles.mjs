// Objects of the binding, by the numbers under which the tests know them.
export class Handles {
  #kind;
  #objects = new Map();
  #next = 1;

  constructor(kind) {
    this.#kind = kind;
  }

  add(object) {
    const handle = this.#next++;
    this.#objects.set(handle, object);
    return handle;
  }

  get(handle) {
    const object = this.#objects.get(handle);
    if (!object) throw new Error(`There is no ${this.#kind} ${handle}.`);
    return object;
  }

  remove(handle) {
    const object = this.get(handle);
    this.#objects.delete(handle);
    return object;
  }
}
