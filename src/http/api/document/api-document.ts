import { Injectable, type INestApplication, type Type } from '@nestjs/common';
import { documentOf } from './document';
import type { Tree } from './open-api-31';

/** The document of the running program, made when it is first asked for. */
@Injectable()
export class ApiDocument {
  private make: (() => Tree) | null = null;
  private made: Tree | null = null;

  /** Says what it describes, before anybody asks. */
  describe(app: INestApplication, api: Type): void {
    this.make = () => documentOf(app, api);
  }

  read(): Tree {
    this.made ??= this.make?.() ?? null;
    if (this.made === null) throw new Error('Nobody said what the document describes.');
    return this.made;
  }
}
