import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { ChatMessage } from '../providers/chat-provider.js';

/** A bound, not a budget: no model in use reads more turns than this with profit, and cost must not grow with a thread's length. */
const MESSAGES_MAX = 200;

const PATH = `
  WITH RECURSIVE path (id, parent_id, role, text, depth) AS (
    SELECT id, parent_id, role, text, 1 FROM messages WHERE id = $1
    UNION ALL
    SELECT m.id, m.parent_id, m.role, m.text, p.depth + 1
    FROM messages m JOIN path p ON m.id = p.parent_id
    WHERE p.depth < $2
  )
  SELECT role, text FROM path ORDER BY depth DESC`;

/** What a model is shown: the messages that lead to the one to be answered. */
@Injectable()
export class ContextWindow {
  constructor(private readonly database: Database) {}

  async leadingTo(promptId: string): Promise<ChatMessage[]> {
    const rows = await this.database.read<{ role: ChatMessage['role']; text: string }>(PATH, [promptId, MESSAGES_MAX]);
    // An answer that failed before its first word has nothing to show, and providers refuse empty turns.
    return rows.filter((row) => row.text !== '').map(({ role, text }) => ({ role, content: text }));
  }
}
