import type { Sql } from '@linli/events'
import type { Work } from '../deps.ts'
import { HISTORY_LENGTH } from './search.ts'

export async function countSearch(
  work: Work,
  word: string,
  { day, found }: { day: string; found: boolean },
): Promise<void> {
  await work.sql`
    insert into search_words (word, day, searches, zero_results, last_at)
    values (${word}, ${day}, 1, ${found ? 0 : 1}, ${work.now})
    on conflict (word, day) do update set searches = search_words.searches + 1,
      zero_results = search_words.zero_results + excluded.zero_results, last_at = excluded.last_at`
}

/** The latest first; what falls off the end is forgotten. */
export async function remember(work: Work, userId: string, word: string): Promise<void> {
  await work.sql`
    insert into search_histories (user_id, word, at) values (${userId}, ${word}, ${work.now})
    on conflict (user_id, word) do update set at = excluded.at`
  await work.sql`
    delete from search_histories where user_id = ${userId} and word in (
      select word from search_histories where user_id = ${userId} order by at desc, word offset ${HISTORY_LENGTH})`
}

export async function listHistory(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql<{ word: string }>`
    select word from search_histories where user_id = ${userId} order by at desc, word limit ${HISTORY_LENGTH}`
  return rows.map(({ word }) => word)
}

export async function forgetHistory(work: Work, userId: string): Promise<void> {
  await work.sql`delete from search_histories where user_id = ${userId}`
}

/** Words put there by hand first, then those most looked for (with success) since `since`. */
export async function listHotWords(sql: Sql, since: string, limit: number): Promise<string[]> {
  const rows = await sql<{ word: string }>`
    select word from (
      select word, 0 as place, position as rank from hot_words
      union all
      select word, 1, -sum(searches - zero_results) from search_words
      where day >= ${since} and word not in (select word from hot_words)
      group by word having sum(searches - zero_results) > 0
    ) candidates order by place, rank, word limit ${limit}`
  return rows.map(({ word }) => word)
}

export async function listPinnedWords(sql: Sql): Promise<string[]> {
  const rows = await sql<{ word: string }>`select word from hot_words order by position, word`
  return rows.map(({ word }) => word)
}

export async function replacePinnedWords(work: Work, words: readonly string[]): Promise<void> {
  await work.sql`delete from hot_words`
  await work.sql`
    insert into hot_words (word, position, created_at)
    select word, position, ${work.now} from unnest(${words}::text[]) with ordinality as pinned (word, position)`
}

/** Names of products on sale that hold what was typed so far, the best-selling first. */
export async function listSuggestions(sql: Sql, typed: string, limit: number): Promise<string[]> {
  const rows = await sql<{ name: string }>`
    select name from (
      select name, max(sales_7d) as sales from products
      where status = 'ON_SALE' and search_terms @> search_query_of(${typed}) and search_query_of(${typed}) <> '{}'
      group by name
    ) named order by sales desc, name limit ${limit}`
  return rows.map(({ name }) => name)
}

export type Miss = {
  readonly word: string
  readonly zeroResults: number
  readonly searches: number
  readonly lastAt: Date
}

/** What people looked for in vain since `since`. */
export async function listMisses(sql: Sql, since: string, limit: number): Promise<Miss[]> {
  return sql<Miss>`
    select word, sum(zero_results) as "zeroResults", sum(searches) as searches, max(last_at) as "lastAt"
    from search_words where day >= ${since} group by word having sum(zero_results) > 0
    order by sum(zero_results) desc, word limit ${limit}`
}
