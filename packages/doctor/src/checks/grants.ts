import { SERVICES } from '@linli/dev'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

/** Who did what when: a service adds to them and can neither change nor take away. */
const APPEND_ONLY = ['audit_logs', 'login_logs']

/** A service's role reads and writes the rows of its own schema and can do nothing else. */
export async function checkGrants({ database }: Patient): Promise<Finding[]> {
  const { rows } = await database.query<{ problem: string; advice: string }>(SQL, [
    [...SERVICES],
    APPEND_ONLY,
  ])
  return rows.map((row) => ({ check: 'grants', ...row }))
}

const SQL = `
  with service as (select name, name || '_svc' as role from unnest($1::text[]) as name),
       known as (select s.*, r.oid, r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolbypassrls
                 from service s join pg_roles r on r.rolname = s.role),
       mine as (select k.name, k.role, c.relname as "table", c.relname = any($2) as append_only,
                       has_table_privilege(k.oid, c.oid, 'select') and has_table_privilege(k.oid, c.oid, 'insert') as adds,
                       has_table_privilege(k.oid, c.oid, 'update') and has_table_privilege(k.oid, c.oid, 'delete') as changes,
                       has_table_privilege(k.oid, c.oid, 'update, delete, truncate') as rewrites
                from known k join pg_namespace n on n.nspname = k.name
                join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p') and not c.relispartition
                where c.relname <> '_prisma_migrations' and not k.rolsuper)
  select format('role %s is missing', role) as problem,
         'create it as docs/operations/install.md says' as advice
  from service where role not in (select role from known)
  union all
  select format('role %s may do more than a service should (superuser, create database or role, bypass RLS)', role),
         format('alter role %I nosuperuser nocreatedb nocreaterole nobypassrls', role)
  from known where rolsuper or rolcreatedb or rolcreaterole or rolbypassrls
  union all
  select format('role %s can use schema %s', k.role, n.nspname),
         format('revoke all on schema %I from %I, public', n.nspname, k.role)
  from known k join pg_namespace n on n.nspname = any($1) and n.nspname <> k.name
  where not k.rolsuper and has_schema_privilege(k.oid, n.oid, 'usage')
  union all
  select format('role %s can create in schema %s', k.role, n.nspname),
         format('revoke create on schema %I from %I, public', n.nspname, k.role)
  from known k join pg_namespace n on n.nspname in (k.name, 'public')
  where not k.rolsuper and has_schema_privilege(k.oid, n.oid, 'create')
  union all
  select format('role %s lacks rights on its %s.%s', role, name, "table"),
         format('grant select, insert%s on %I.%I to %I',
                case when append_only then '' else ', update, delete' end, name, "table", role)
  from mine where not adds or not (changes or append_only)
  union all
  select format('role %s can rewrite %s.%s', role, name, "table"),
         format('revoke update, delete, truncate on %I.%I from %I', name, "table", role)
  from mine where append_only and rewrites`
