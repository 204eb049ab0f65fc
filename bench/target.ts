export interface Target {
  asked: string;
  measured: string;
  met: boolean;
}

export function atMost(asked: string, most: number, measured: number, text: (number: number) => string): Target {
  return { asked: `${asked}: at most ${text(most)}`, measured: text(measured), met: measured <= most };
}
