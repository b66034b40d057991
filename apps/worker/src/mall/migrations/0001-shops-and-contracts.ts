import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Lettable units, the shops in them, and their contracts. */
export const shopsAndContracts: Migration = {
  async up(db) {
    await sql`
      create table mall.units (
        code text primary key,
        floor text not null,
        area_m2 numeric(9,2) not null check (area_m2 > 0)
      )`.execute(db);
    await sql`
      create table mall.shops (
        id bigint generated always as identity primary key,
        code text not null unique,
        name text not null,
        name_en text not null,
        floor text not null,
        category text not null,
        contact_name text not null,
        email text,
        locale text not null check (locale in ('zh', 'en')),
        created_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table mall.contracts (
        id bigint generated always as identity primary key,
        shop_id bigint not null references mall.shops,
        unit text not null references mall.units,
        area_m2 numeric(9,2) not null check (area_m2 > 0),
        monthly_rent numeric(14,2) not null check (monthly_rent >= 0),
        starts_on date not null,
        ends_on date not null check (ends_on >= starts_on),
        status text not null check (status in ('pending', 'active', 'ended', 'terminated')),
        unique (unit, starts_on)
      )`.execute(db);
    await sql`create index contracts_by_shop on mall.contracts (shop_id)`.execute(db);
    await sql`create index contracts_by_end on mall.contracts (ends_on)`.execute(db);
    await sql`create index contracts_by_start on mall.contracts (starts_on)`.execute(db);
  },
};
