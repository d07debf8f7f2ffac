import { SERVICES } from '@linli/dev'
import type { Finding } from '../finding.ts'
import type { Patient } from '../patient.ts'

/** A service's role reads and writes the rows of its own schema and can do nothing else. */
export async function checkGrants({ database }: Patient): Promise<Finding[]> {
  const services = [...SERVICES]
  const { rows } = await database.query<{ problem: string; advice: string }>(SQL, [services])
  return rows.map((row) => ({ check: 'grants', ...row }))
}

const SQL = `
  with service as (select name, name || '_svc' as role from unnest($1::text[]) as name),
       known as (select s.*, r.oid, r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolbypassrls
                 from service s join pg_roles r on r.rolname = s.role),
       mine as (select k.*, n.oid as schema from known k join pg_namespace n on n.nspname = k.name)
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
  select format('role %s lacks rights on %s of its %s tables', m.role, count(*), m.name),
         format('grant select, insert, update, delete on all tables in schema %I to %I', m.name, m.role)
  from mine m join pg_class c on c.relnamespace = m.schema and c.relkind in ('r', 'p')
  where c.relname <> '_prisma_migrations' and not c.relispartition
    and not (has_table_privilege(m.oid, c.oid, 'select') and has_table_privilege(m.oid, c.oid, 'insert'))
  group by m.role, m.name`
