import { Injectable } from '@nestjs/common';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '#storage/database';
import { insertWork } from '#storage/work/works';
import { admissionOf } from '../access/admission';
import type { Viewer } from '../access/viewer';
import { WallClock } from '../ports/clock';
import { EndInterruptedImports } from './end-interrupted-imports';
import { ImportRoom } from './import-room';

export interface SentPath {
  readonly path: string;
  /** As the person named it. */
  readonly name: string;
  readonly size: number;
}

/** Takes charge of files that a person sent, and reads them after the answer; the number to ask how far it is. */
@Injectable()
export class StartImport {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly endInterrupted: EndInterruptedImports,
    private readonly room: ImportRoom,
  ) {}

  async run(files: readonly SentPath[], viewer: Viewer): Promise<number> {
    await this.endInterrupted.run();
    const folder = await mkdtemp(join(tmpdir(), 'taux-juste-import-'));
    try {
      const paths = await Promise.all(files.map((file, index) => moved(file, join(folder, String(index)))));
      const { accountId, actor } = viewer;
      const sent = files.map(({ name, size }) => ({ name, size }));
      const id = await this.database.transaction('system', (tx) =>
        insertWork(tx, { accountId, files: sent, folder, at: this.wallClock.now() }),
      );
      this.room.enter({ id, folder, paths, admission: admissionOf(viewer), actor });
      return id;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }
}

/** Into a folder of its own, under a name that reports can show. */
async function moved({ path, name }: SentPath, folder: string): Promise<string> {
  await mkdir(folder);
  const target = join(folder, plainName(name));
  await rename(path, target);
  return target;
}

const plainName = (name: string): string => {
  const plain = name.replace(/[^\p{L}\p{N} ._()-]/gu, '_').replace(/^[. ]+/, '');
  return plain === '' ? 'fichier' : plain;
};
