import { spawnSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withClient } from '@linli/dev'
import pg from 'pg'
import { until } from './until.ts'

// What pg_basebackup and a WAL archive do, with the server's own functions: the server that npm brings has no client
// programs. In production use pgBackRest, WAL-G or the provider's backups (docs/operations/backup.md).

export type BaseBackup = {
  readonly data: string
  readonly copy: string
  readonly archive: string
  readonly megabytes: number
}

const BESIDE = { copy: 'base-backup', archive: 'wal-archive' }

async function one<Row extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<Row> {
  const { rows } = await client.query<Row>(sql)
  if (!rows[0]) throw new Error(`no answer to ${sql}`)
  return rows[0]
}

const dataDirectory = async (client: pg.Client) =>
  (await one<{ dir: string }>(client, `select current_setting('data_directory') as dir`)).dir

function folderLike(data: string, name: string): string {
  const dir = join(dirname(data), name)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const { uid, gid } = statSync(data)
  chownSync(dir, uid, gid) // the server's user writes and reads it
  return dir
}

/** Every finished segment of WAL is copied away; in force after the next start. */
export async function archiveWal(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const archive = folderLike(await dataDirectory(client), BESIDE.archive)
    const command = pg.escapeLiteral(`test ! -f '${archive}/%f' && cp '%p' '${archive}/%f'`)
    await client.query('alter system set archive_mode = on')
    await client.query(`alter system set archive_command = ${command}`)
  })
}

/** A copy of the running server's files that becomes consistent when its WAL is replayed. */
export function takeBaseBackup(url: string): Promise<BaseBackup> {
  return withClient(url, async (client) => {
    const data = await dataDirectory(client)
    const copy = folderLike(data, BESIDE.copy)
    await client.query(`select pg_backup_start('restore-drill', true)`)
    run('cp', ['-a', `${data}/.`, copy])
    const { label } = await one<{ label: string }>(
      client,
      'select labelfile as label from pg_backup_stop(true)',
    )
    // Not part of a base backup: WAL comes from the archive, the lock belongs to the server that ran.
    for (const name of ['pg_wal', 'postmaster.pid', 'postmaster.opts'])
      rmSync(join(copy, name), { recursive: true, force: true })
    const { uid, gid } = statSync(data)
    for (const name of ['pg_wal', 'pg_wal/archive_status']) {
      mkdirSync(join(copy, name), { mode: 0o700 })
      chownSync(join(copy, name), uid, gid)
    }
    writeFileSync(join(copy, 'backup_label'), label)
    chownSync(join(copy, 'backup_label'), uid, gid)
    const size = Number(run('du', ['-sm', copy]).split('\t', 1)[0])
    return { data, copy, archive: join(dirname(data), BESIDE.archive), megabytes: size }
  })
}

/** Resolves when all that has been committed by now is in the archive. */
export async function untilArchived(url: string, timeoutMs: number): Promise<void> {
  await withClient(url, async (client) => {
    const { name } = await one<{ name: string }>(client, 'select pg_walfile_name(pg_switch_wal()) as name')
    const look = async () => {
      const { last } = await one<{ last: string | null }>(
        client,
        'select last_archived_wal as last from pg_stat_archiver',
      )
      return last !== null && last >= name ? undefined : `the last one is ${last}`
    }
    await until(`${name} is archived`, look, timeoutMs)
  })
}

export function destroy({ data }: BaseBackup): void {
  rmSync(data, { recursive: true })
}

/** Puts the copy in place; the server replays the archive at its next start. */
export function restore({ data, copy, archive }: BaseBackup): void {
  run('cp', ['-a', copy, data])
  const { uid, gid } = statSync(copy)
  writeFileSync(join(data, 'recovery.signal'), '')
  chownSync(join(data, 'recovery.signal'), uid, gid)
  const command = pg.escapeLiteral(`cp '${archive}/%f' '%p'`)
  appendFileSync(join(data, 'postgresql.auto.conf'), `restore_command = ${command}\n`)
}

/** Resolves when the server has replayed everything and takes writes. */
export async function untilWritable(url: string, timeoutMs: number): Promise<void> {
  const look = () =>
    withClient(url, async (client) => {
      const { recovering } = await one<{ recovering: boolean }>(
        client,
        'select pg_is_in_recovery() as recovering',
      )
      return recovering ? 'it is still recovering' : undefined
    }).catch((error: Error) => error.message) // not up yet
  await until('PostgreSQL takes writes', look, timeoutMs)
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`)
  return stdout
}
