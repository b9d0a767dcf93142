// Replies find their question by `ref`.

export class ReplyError extends Error {
  /** @param {{code: string, message?: string, retry_after?: number}} frame */
  constructor({ code, message, retry_after: retryAfter }) {
    super(message || code);
    this.name = "ReplyError";
    this.code = code;
    this.words = message;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {(frame: object) => boolean} send
 * @returns {{ask: (frame: object) => Promise<object>, settle: (frame: object) => boolean, abandon: () => void}}
 *   `ask` rejects with ReplyError (`code` is `offline` when the line is lost before the reply);
 *   `settle` tells whether the frame was a reply that somebody waited for
 */
export function createRequests(send) {
  const waiting = new Map();
  let last = 0;

  return {
    ask(frame) {
      return new Promise((resolve, reject) => {
        last += 1;
        const ref = `r${last}`;
        waiting.set(ref, { resolve, reject });
        if (!send({ ...frame, ref })) {
          waiting.delete(ref);
          reject(new ReplyError({ code: "offline" }));
        }
      });
    },
    settle(frame) {
      const asked = waiting.get(frame.ref);
      if (!asked) return false;
      waiting.delete(frame.ref);
      if (frame.type === "error") asked.reject(new ReplyError(frame));
      else asked.resolve(frame);
      return true;
    },
    abandon() {
      for (const { reject } of waiting.values()) reject(new ReplyError({ code: "offline" }));
      waiting.clear();
    },
  };
}
