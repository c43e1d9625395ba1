import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isRefusal, openSources, sha256Of, SOURCE_LIMITS, UnreadableSource } from '#application/intake/sources';
import type { DocumentSource, SourceLimits, SourceRefusal } from '#application/intake/sources';
import { writeZip, ZipWriter, type MemberToWrite } from '#application/intake/zip-writer';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'sources-'))));
afterEach(() => rm(folder, { recursive: true }));

const XML = Buffer.from('<rapport/>');
const BIG = Buffer.from(Array.from({ length: 60_000 }, (_, row) => `ligne ${row * 7919} ;\n`).join(''));
const CENTRAL = Buffer.from('504b0102', 'hex');

async function file(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

async function opened(paths: string[], limits?: SourceLimits): Promise<(DocumentSource | SourceRefusal)[]> {
  const sources: (DocumentSource | SourceRefusal)[] = [];
  for await (const source of openSources(paths, limits)) sources.push(source);
  return sources;
}

/** Names and contents of what opened, codes and names of what did not. */
async function told(paths: string[], limits?: SourceLimits): Promise<string[][]> {
  const sources = await opened(paths, limits);
  return Promise.all(
    sources.map(async (source) =>
      isRefusal(source) ? [source.code, source.file] : [source.name, (await bytesOf(source)).toString().slice(0, 12)],
    ),
  );
}

async function bytesOf(source: DocumentSource): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.open() as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function only(paths: string[], limits?: SourceLimits): Promise<DocumentSource | SourceRefusal> {
  const [source, ...others] = await opened(paths, limits);
  if (source === undefined || others.length > 0) throw new Error('one source was expected');
  return source;
}

const zip = (name: string, ...members: MemberToWrite[]) => file(name, writeZip(members));
const xml = (name: string, change: Partial<MemberToWrite> = {}): MemberToWrite => ({ name, bytes: XML, ...change });

/** The same archive with some bytes of its first directory entry overwritten. */
function tampered(archive: Buffer, offset: number, value: readonly number[]): Buffer {
  const copy = Buffer.from(archive);
  copy.set(value, copy.indexOf(CENTRAL) + offset);
  return copy;
}

describe('what people send is opened', () => {
  it('file by file, in the order given', async () => {
    const paths = [await file('b.xml', XML), await file('a.csv', Buffer.from('siren'))];
    expect(await told(paths)).toEqual([
      ['b.xml', '<rapport/>'],
      ['a.csv', 'siren'],
    ]);
  });

  it('folder by folder, sorted, hidden files left out', async () => {
    await mkdir(join(folder, 'janvier', 'suite'), { recursive: true });
    await mkdir(join(folder, 'janvier', '.git'));
    for (const name of ['janvier/c.xml', 'janvier/B.xml', 'janvier/suite/a.xml', 'janvier/.cache', 'janvier/.git/x']) {
      await file(name, XML);
    }
    expect((await told([join(folder, 'janvier')])).map(([name]) => name)).toEqual([
      'janvier/B.xml',
      'janvier/c.xml',
      'janvier/suite/a.xml',
    ]);
  });

  it('without following links inside a folder, which may loop', async () => {
    await mkdir(join(folder, 'boucle'));
    await symlink(join(folder, 'boucle'), join(folder, 'boucle', 'encore'));
    await writeFile(join(folder, 'boucle', 'seul.xml'), XML);
    expect(await told([join(folder, 'boucle')])).toEqual([['boucle/seul.xml', '<rapport/>']]);
  });

  it('member by member of a ZIP, whatever its name says', async () => {
    const path = await zip('taux.dat', xml('z.xml'), xml('dossier/'), xml('dossier/é.xml', { stored: true }), {
      name: '__MACOSX/._z.xml',
      bytes: XML,
    });
    expect(await told([path])).toEqual([
      ['taux.dat!z.xml', '<rapport/>'],
      ['taux.dat!dossier/é.xml', '<rapport/>'],
    ]);
  });

  it('from a gzip, as the document that it holds', async () => {
    const plain = await only([await file('taux.xml', XML)]);
    const packed = await only([await file('taux', gzipSync(XML))]);
    if (isRefusal(plain) || isRefusal(packed)) throw new Error('refused');
    expect(await bytesOf(packed)).toEqual(XML);
    expect(await sha256Of(packed)).toBe(await sha256Of(plain));
  });

  it.each([
    ['as it is', (bytes: Buffer) => bytes],
    ['in a gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['in a ZIP', (bytes: Buffer) => writeZip([{ name: 'grand.csv', bytes }])],
    ['stored in a ZIP', (bytes: Buffer) => writeZip([{ name: 'grand.csv', bytes, stored: true }])],
  ])('to be hashed, then read as often as wanted: a large file %s', async (_how, pack) => {
    const source = await only([await file('grand', pack(BIG))]);
    if (isRefusal(source)) throw new Error(source.message);
    expect(await sha256Of(source)).toBe(createHash('sha256').update(BIG).digest('hex'));
    expect((await bytesOf(source)).equals(BIG)).toBe(true);
    expect((await bytesOf(source)).equals(BIG)).toBe(true);
  });

  it('by the thousand', async () => {
    const members = Array.from({ length: 3_000 }, (_, index) => xml(`${index}.xml`));
    const sources = await opened([await zip('retours.zip', ...members)]);
    expect(sources).toHaveLength(3_000);
    expect(sources.some(isRefusal)).toBe(false);
  });

  it('lazily: what comes later is not touched before it is asked for', async () => {
    const sources = openSources([await zip('a.zip', xml('1.xml')), join(folder, 'later.xml')]);
    await sources.next();
    await file('later.xml', XML);
    expect((await sources.next()).value).toMatchObject({ name: 'later.xml' });
  });
});

describe('what cannot be opened is refused in its place', () => {
  const sound = writeZip([xml('1.xml'), xml('2.xml')]);

  it.each([
    ['a file that is not there', null, 'FICHIER_ABSENT'],
    ['an empty file', Buffer.alloc(0), 'FICHIER_VIDE'],
    ['a ZIP cut in the middle', sound.subarray(0, sound.length / 2), 'ARCHIVE_CORROMPUE'],
    ['a ZIP without its last byte', sound.subarray(0, -1), 'ARCHIVE_CORROMPUE'],
    ['a ZIP whose directory is garbled', tampered(sound, 0, [0, 0, 0, 0]), 'ARCHIVE_CORROMPUE'],
    ['a ZIP without members', writeZip([]), 'ARCHIVE_VIDE'],
    ['a gzip cut in the middle', gzipSync(BIG).subarray(0, 5_000), 'GZIP_CORROMPU'],
    ['a gzip with a wrong checksum', Buffer.concat([gzipSync(XML).subarray(0, -8), Buffer.alloc(8)]), 'GZIP_CORROMPU'],
    ['a gzip of nothing', gzipSync(''), 'FICHIER_VIDE'],
    ['a gzip of a gzip', gzipSync(gzipSync(XML)), 'ARCHIVE_IMBRIQUEE'],
    ['a gzip of a ZIP', gzipSync(sound), 'ARCHIVE_IMBRIQUEE'],
  ])('%s', async (_what, bytes, code) => {
    const path = bytes === null ? join(folder, 'envoi') : await file('envoi', bytes);
    const after = await file('apres.xml', XML);
    const [refusal, next] = await opened([path, after]);
    expect(refusal).toMatchObject({ file: 'envoi', code });
    expect(refusal).toHaveProperty('message', expect.stringMatching(/« .*envoi ».*\.$/));
    expect(next).toHaveProperty('name', 'apres.xml');
  });

  it.each([
    ['an absolute name', [xml('/etc/passwd')], 'NOM_DANGEREUX', 'e.zip!/etc/passwd'],
    ['a name on another drive', [xml('C:\\taux.xml')], 'NOM_DANGEREUX', 'e.zip!C:/taux.xml'],
    ['a name that climbs', [xml('a/../../b.xml')], 'NOM_DANGEREUX', 'e.zip!a/../../b.xml'],
    ['a name that climbs backwards', [xml('..\\b.xml')], 'NOM_DANGEREUX', 'e.zip!../b.xml'],
    ['a symbolic link', [xml('lien', { mode: 0o120777 })], 'LIEN_SYMBOLIQUE', 'e.zip!lien'],
    ['a ZIP within', [{ name: 'n.xml', bytes: sound }], 'ARCHIVE_IMBRIQUEE', 'e.zip!n.xml'],
    ['a gzip within', [{ name: 'n.gz', bytes: gzipSync(XML) }], 'ARCHIVE_IMBRIQUEE', 'e.zip!n.gz'],
    ['an empty member', [{ name: 'vide.xml', bytes: Buffer.alloc(0) }], 'FICHIER_VIDE', 'e.zip!vide.xml'],
  ])('a member that is or has %s, the others being read', async (_what, members, code, name) => {
    const path = await zip('e.zip', ...members, xml('bon.xml'));
    expect(await told([path])).toEqual([
      [code, name],
      ['e.zip!bon.xml', '<rapport/>'],
    ]);
  });

  it.each([
    ['is encrypted', 8, [1, 8], 'ARCHIVE_CHIFFREE'],
    ['is compressed in another way', 10, [12, 0], 'COMPRESSION_INCONNUE'],
    ['has another checksum', 16, [1, 2, 3, 4], 'ARCHIVE_CORROMPUE'],
    ['is longer than announced', 24, [3, 0, 0, 0], 'ARCHIVE_CORROMPUE'],
    ['is shorter than announced', 24, [99, 0, 0, 0], 'ARCHIVE_CORROMPUE'],
    ['lies elsewhere', 42, [9, 0, 0, 0], 'ARCHIVE_CORROMPUE'],
  ])('a member that %s, the others being read', async (_what, offset, value, code) => {
    const path = await file('e.zip', tampered(sound, offset, value));
    expect(await told([path])).toEqual([
      [code, 'e.zip!1.xml'],
      ['e.zip!2.xml', '<rapport/>'],
    ]);
  });

  it('a ZIP under strong encryption, whose names cannot be trusted either', async () => {
    expect(await told([await file('e.zip', tampered(sound, 8, [0x41, 8]))])).toEqual([['ARCHIVE_CHIFFREE', 'e.zip']]);
  });

  it('shows no number of an employee of a name, nor a character that turns it round', async () => {
    const files = zip('n.zip', xml('paie/1 85 05 78 006 084 91.xml'), xml('a\u202egnp.xml'));
    expect((await told([await files])).map(([name]) => name)).toEqual(['n.zip!(nom masqué)', 'n.zip!a\ufffdgnp.xml']);
  });

  it('shows no control character of a name', async () => {
    expect(await told([await zip('e.zip', xml('a\u001b[2J.xml'))])).toEqual([['e.zip!a\ufffd[2J.xml', '<rapport/>']]);
  });
});

describe('bombs', () => {
  const zeros = Buffer.alloc(11 * 1024 * 1024);
  const small: SourceLimits = { ...SOURCE_LIMITS, inflatedMember: 5_000, inflatedArchive: 8_000, members: 3 };
  const text = (length: number) => Buffer.from('taux '.repeat(length / 5));

  it.each([
    ['a member over 200 times its size, beyond 10 MB', () => writeZip([{ name: 'b', bytes: zeros }]), 'e!b'],
    ['a gzip over 200 times its size, beyond 10 MB', () => gzipSync(zeros), 'e'],
  ])('%s is refused', async (_what, pack, name) => {
    expect(await told([await file('e', pack())])).toEqual([['BOMBE_DE_DECOMPRESSION', name]]);
  });

  it('10 MB of zeros are still no bomb', async () => {
    const source = await only([await file('e', gzipSync(zeros.subarray(0, SOURCE_LIMITS.ratioFrom)))]);
    expect(isRefusal(source)).toBe(false);
  });

  it.each([
    ['a member over the limit', () => writeZip([{ name: 'b', bytes: text(6_000) }]), 'BOMBE_DE_DECOMPRESSION', 'e!b'],
    ['a gzip over the limit', () => gzipSync(text(6_000)), 'BOMBE_DE_DECOMPRESSION', 'e'],
    [
      'an archive over the limit',
      () => writeZip(['a', 'b', 'c'].map((name) => ({ name, bytes: text(4_000) }))),
      'BOMBE_DE_DECOMPRESSION',
      'e',
    ],
    ['too many members', () => writeZip(['a', 'b', 'c', 'd'].map((name) => xml(name))), 'ARCHIVE_TROP_GRANDE', 'e'],
  ])('%s is refused', async (_what, pack, code, name) => {
    expect(await told([await file('e', pack())], small)).toEqual([[code, name]]);
  });

  it('members that share the same bytes are refused together', async () => {
    const writer = new ZipWriter();
    const bytes = writer.add({ name: 'a', bytes: BIG });
    const twice = new ZipWriter();
    for (const name of ['a', 'b', 'c']) twice.add({ name, bytes: BIG });
    const directory = twice.end();
    // All three entries point at the first member, the only one there is.
    for (let at = 0; (at = directory.indexOf(CENTRAL, at)) >= 0; at += 4) directory.writeUInt32LE(0, at + 42);
    directory.writeUInt32LE(bytes.length, directory.length - 6);
    expect(await told([await file('e', Buffer.concat([bytes, directory]))])).toEqual([['BOMBE_DE_DECOMPRESSION', 'e']]);
  });

  it('a member that lies about its size inflates no further than it said', async () => {
    const honest = writeZip([{ name: 'b', bytes: zeros }]);
    const liar = tampered(honest, 24, [100, 0, 0, 0]);
    expect(await told([await file('e', liar)])).toEqual([['ARCHIVE_CORROMPUE', 'e!b']]);
  });
});

it('a file that goes between opening and reading fails its stream with a sentence', async () => {
  const source = await only([await file('parti.xml', XML)]);
  if (isRefusal(source)) throw new Error(source.message);
  await rm(join(folder, 'parti.xml'));
  await expect(sha256Of(source)).rejects.toThrow(UnreadableSource);
  await expect(bytesOf(source)).rejects.toMatchObject({ refusal: { file: 'parti.xml', code: 'FICHIER_ILLISIBLE' } });
});
