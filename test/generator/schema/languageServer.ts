import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export interface Diagnostic {
  message: string;
  range: { start: { line: number; character: number } };
}

export interface Position {
  line: number;
  character: number;
}

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
}

/** The YAML language server that editors run, spoken to as they do: by the Language Server Protocol on its standard input and output. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #diagnosed = new Map<string, (found: Diagnostic[]) => void>();
  #received = Buffer.alloc(0);
  #asked = 0;

  constructor(folder: string) {
    this.#process = spawn(process.execPath, ['node_modules/yaml-language-server/bin/yaml-language-server', '--stdio'], { stdio: 'pipe' });
    this.#process.stdout?.on('data', (bytes: Buffer) => this.#receive(bytes));
    const configuration = { hover: true, completion: true, validate: true, schemaStore: { enable: false } };
    this.#folder = pathToFileURL(folder).href;
    this.#configuration = configuration;
  }
  readonly #folder: string;
  readonly #configuration: object;

  async start(): Promise<void> {
    const workspaceFolders = [{ uri: this.#folder, name: 'folder' }];
    const capabilities = { textDocument: { hover: { contentFormat: ['markdown'] }, completion: { completionItem: {} } }, workspace: {} };
    await this.#ask('initialize', { processId: process.pid, rootUri: this.#folder, workspaceFolders, capabilities });
    this.#send({ method: 'initialized', params: {} });
    this.#send({ method: 'workspace/didChangeConfiguration', params: { settings: { yaml: this.#configuration } } });
  }

  /** What it finds wrong with a file that is opened. */
  open(file: string): Promise<Diagnostic[]> {
    const uri = pathToFileURL(file).href;
    const found = new Promise<Diagnostic[]>((resolve) => this.#diagnosed.set(uri, resolve));
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text: readFileSync(file, 'utf8') } },
    });
    return found;
  }

  async hover(file: string, position: Position): Promise<string> {
    const answer = await this.#ask('textDocument/hover', { textDocument: { uri: pathToFileURL(file).href }, position });
    return JSON.stringify((answer as { contents: unknown } | null)?.contents ?? '');
  }

  /** The texts that it offers. */
  async complete(file: string, position: Position): Promise<string[]> {
    const answer = await this.#ask('textDocument/completion', { textDocument: { uri: pathToFileURL(file).href }, position });
    return (answer as { items: { label: string }[] }).items.map(({ label }) => label);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.#ask('shutdown', null);
    this.#send({ method: 'exit', params: null });
    await ended;
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#asked;
    const answer = new Promise((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    return answer;
  }

  #send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const start = this.#received.indexOf('\r\n\r\n') + 4;
      const length = Number(/Content-Length: (\d+)/.exec(this.#received.toString('latin1', 0, start))?.[1]);
      if (start < 4 || this.#received.length < start + length) return;
      const message = JSON.parse(this.#received.toString('utf8', start, start + length)) as Message;
      this.#received = this.#received.subarray(start + length);
      this.#take(message);
    }
  }

  #take({ id, method, params, result }: Message): void {
    if (method === undefined) this.#answers.get(id as number)?.(result);
    else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: Diagnostic[] };
      this.#diagnosed.get(uri)?.(diagnostics);
    } else if (id !== undefined) this.#send({ id, result: method === 'workspace/configuration' ? [this.#configuration] : null });
  }
}
