import type { Refusal } from '#domain/values/result';
import { Crm34Feed } from './crm34-feed';
import { CsvFeed } from './csv-feed';
import type { FeedReader, FeedSink } from './feed';

/** Enough to see the byte order mark, the first character and the encoding an XML document declares. */
const HEAD = 1024;

/**
 * Reads one feed document, CRM 34 or CSV, told apart by its first bytes. `name` is how messages call the file.
 * Memory stays bounded whatever the document.
 */
export function createFeedReader(name: string, sink: FeedSink): FeedReader {
  let head = Buffer.alloc(0);
  let reader: FeedReader | null = null;
  const start = (): FeedReader => {
    const started = readerFor(name, head, sink);
    started.push(withoutMark(head));
    return started;
  };
  return {
    push(bytes) {
      if (reader === null) {
        head = Buffer.concat([head, bytes]);
        if (head.length >= HEAD) reader = start();
      } else {
        reader.push(bytes);
      }
    },
    end() {
      reader ??= start();
      return reader.end();
    },
  };
}

function readerFor(name: string, head: Buffer, sink: FeedSink): FeedReader {
  const refusal = refusalFromHead(name, head);
  if (refusal !== null) return { push: () => undefined, end: () => ({ format: 'UNKNOWN', lines: 0, refusal }) };
  const text = withoutMark(head).toString('latin1', 0, HEAD);
  return text.trimStart().startsWith('<') ? xmlReader(name, text, sink) : csvReader(name, sink);
}

function xmlReader(name: string, head: string, sink: FeedSink): FeedReader {
  const feed = new Crm34Feed(name, head, sink);
  return {
    push: (bytes) => feed.push(bytes),
    end: () => {
      const refusal = feed.end();
      return { format: feed.recognised ? 'CRM34' : 'UNKNOWN', lines: feed.lines.count, refusal };
    },
  };
}

function csvReader(name: string, sink: FeedSink): FeedReader {
  const feed = new CsvFeed(name, sink);
  return {
    push: (bytes) => feed.push(bytes),
    end: () => {
      const refusal = feed.end();
      return { format: 'CSV', lines: feed.lines.count, refusal };
    },
  };
}

function refusalFromHead(name: string, head: Buffer): Refusal | null {
  if (head.length === 0) {
    return { code: 'FICHIER_VIDE', message: `Le fichier « ${name} » est vide : redemandez-le à votre source.` };
  }
  if (isUtf16(head)) {
    return {
      code: 'ENCODAGE_UTF16',
      message: `Le fichier « ${name} » est encodé en UTF-16 : enregistrez-le en UTF-8.`,
    };
  }
  if (head.subarray(0, HEAD).some(isControl)) {
    return {
      code: 'FORMAT_INCONNU',
      message: `Le fichier « ${name} » n'est ni un XML ni un CSV : donnez un retour CRM 34 ou un tableau CSV.`,
    };
  }
  return null;
}

/** By its mark, or by the zero byte that UTF-16 puts beside each ASCII character. */
function isUtf16(head: Buffer): boolean {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return head.length > 1 && (first === 0) !== (second === 0);
}

/** Control characters other than tab, line feed, form feed and return stand in no text file. */
const isControl = (byte: number): boolean => byte < 9 || byte === 11 || (byte > 13 && byte < 32);

const isMarked = (head: Buffer): boolean => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;

const withoutMark = (head: Buffer): Buffer => (isMarked(head) ? head.subarray(3) : head);
