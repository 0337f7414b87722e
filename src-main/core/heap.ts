/** A binary heap whose members know their place in it, so that any of them leaves in O(log n). */

/** Where a member stands; the heap that holds it keeps this true. */
export interface HeapMember {
  heapAt: number;
}

export class Heap<Member extends HeapMember> {
  readonly #isBefore: (one: Member, other: Member) => boolean;
  readonly #members: Member[] = [];

  constructor(isBefore: (one: Member, other: Member) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#members.length;
  }

  get first(): Member | null {
    return this.#members[0] ?? null;
  }

  push(member: Member): void {
    this.#members.push(member);
    this.#rise(member, this.#members.length - 1);
  }

  /** The member must be in this heap. */
  remove(member: Member): void {
    const last = this.#members.pop();
    if (last === undefined || last === member) return;
    const parent = this.#members[(member.heapAt - 1) >> 1];
    if (member.heapAt > 0 && parent && this.#isBefore(last, parent)) this.#rise(last, member.heapAt);
    else this.#sink(last, member.heapAt);
  }

  #rise(member: Member, from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.#members[above];
      if (!parent || !this.#isBefore(member, parent)) break;
      this.#put(parent, at);
      at = above;
    }
    this.#put(member, at);
  }

  #sink(member: Member, from: number): void {
    let at = from;
    for (;;) {
      const below = this.#firstBelow(at);
      const child = this.#members[below];
      if (!child || !this.#isBefore(child, member)) break;
      this.#put(child, at);
      at = below;
    }
    this.#put(member, at);
  }

  #firstBelow(at: number): number {
    const left = this.#members[2 * at + 1];
    const right = this.#members[2 * at + 2];
    return left && right && this.#isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
  }

  #put(member: Member, at: number): void {
    this.#members[at] = member;
    member.heapAt = at;
  }
}
