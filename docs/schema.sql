-- What the migrations make, as PostgreSQL itself tells it: for readers and for the check that nothing drifts.
-- Written by « npm run schema »; never by hand, never run.

TABLE account (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  email text COLLATE "C" NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  password_hash text,
  created_at timestamp with time zone NOT NULL,
  last_sign_in_at timestamp with time zone,
  disabled_at timestamp with time zone,
  demo boolean DEFAULT false NOT NULL,
  CONSTRAINT account_email_check CHECK ((email = lower(email))),
  CONSTRAINT account_pkey PRIMARY KEY (id),
  CONSTRAINT account_role_check CHECK ((role = ANY (ARRAY['PAYROLL_ADMIN'::text, 'ACCOUNTANT'::text, 'SUPPORT'::text, 'ADMINISTRATOR'::text])))
)
CREATE UNIQUE INDEX account_email ON public.account USING btree (email)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE account_company (
  account_id bigint NOT NULL,
  siren text COLLATE "C" NOT NULL,
  CONSTRAINT account_company_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT account_company_pkey PRIMARY KEY (account_id, siren)
)
CREATE INDEX account_company_siren ON public.account_company USING btree (siren)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE affiliation (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  matricule text COLLATE "C" NOT NULL,
  number text COLLATE "C" NOT NULL,
  since date NOT NULL,
  code_risque text COLLATE "C" NOT NULL,
  section text COLLATE "C",
  office boolean NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  actor text NOT NULL,
  CONSTRAINT affiliation_pkey PRIMARY KEY (id)
)
CREATE INDEX affiliation_contract ON public.affiliation USING btree (siret, matricule, number, since, id)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE api_key (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  name text NOT NULL,
  shown text NOT NULL,
  secret bytea NOT NULL,
  account_id bigint,
  companies text[],
  scopes text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by text NOT NULL,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by text,
  CONSTRAINT api_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT api_key_check CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
  CONSTRAINT api_key_companies_check CHECK (((companies IS NULL) OR (cardinality(companies) > 0))),
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_scopes_check CHECK ((cardinality(scopes) > 0))
)
CREATE INDEX api_key_account ON public.api_key USING btree (account_id) WHERE (account_id IS NOT NULL)
CREATE UNIQUE INDEX api_key_secret ON public.api_key USING btree (secret)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE audit_entry (
  seq bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  siren text COLLATE "C",
  siret text COLLATE "C",
  body text NOT NULL,
  covers bytea,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_entry_pkey PRIMARY KEY (seq)
)
CREATE INDEX audit_entry_siret ON public.audit_entry USING btree (siret, seq)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE audit_head (
  one boolean DEFAULT true NOT NULL,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_head_one_check CHECK (one),
  CONSTRAINT audit_head_pkey PRIMARY KEY (one)
)
GRANT SELECT, UPDATE TO tj_app

TABLE batch (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  actor text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  status text NOT NULL,
  first_sheet bigint,
  withheld boolean DEFAULT false NOT NULL,
  compared integer DEFAULT 0 NOT NULL,
  moved integer DEFAULT 0 NOT NULL,
  again text,
  asides bigint[],
  guards_lifted boolean DEFAULT false NOT NULL,
  deposit_id bigint,
  completed boolean DEFAULT false NOT NULL,
  CONSTRAINT batch_check CHECK (((again IS NULL) = (asides IS NULL))),
  CONSTRAINT batch_deposit_id_fkey FOREIGN KEY (deposit_id) REFERENCES deposit(id),
  CONSTRAINT batch_pkey PRIMARY KEY (id),
  CONSTRAINT batch_status_check CHECK ((status = ANY (ARRAY['RECEIVED'::text, 'DECIDED'::text, 'REOPENED'::text, 'DONE'::text])))
)
CREATE INDEX batch_deposit ON public.batch USING btree (deposit_id) WHERE (deposit_id IS NOT NULL)
CREATE INDEX batch_open ON public.batch USING btree (id) WHERE (status <> 'DONE'::text)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE batch_chunk (
  batch_id bigint NOT NULL,
  chunk integer NOT NULL,
  state text NOT NULL,
  attempts smallint DEFAULT 0 NOT NULL,
  retry_at timestamp with time zone,
  last_error text,
  stretch integer NOT NULL,
  CONSTRAINT batch_chunk_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES batch(id),
  CONSTRAINT batch_chunk_check CHECK (((attempts = 0) = (last_error IS NULL))),
  CONSTRAINT batch_chunk_pkey PRIMARY KEY (batch_id, chunk),
  CONSTRAINT batch_chunk_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'APPLIED'::text, 'QUARANTINED'::text])))
)
CREATE INDEX batch_chunk_unapplied ON public.batch_chunk USING btree (batch_id, chunk) WHERE (state <> 'APPLIED'::text)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE batch_stretch (
  batch_id bigint NOT NULL,
  stretch integer NOT NULL,
  from_siret text COLLATE "C",
  to_siret text COLLATE "C",
  first_chunk integer NOT NULL,
  first_sheet bigint NOT NULL,
  terms jsonb NOT NULL,
  result jsonb,
  CONSTRAINT batch_stretch_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES batch(id),
  CONSTRAINT batch_stretch_pkey PRIMARY KEY (batch_id, stretch)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE campaign (
  year integer NOT NULL,
  effective_from date NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  CONSTRAINT campaign_pkey PRIMARY KEY (year)
)
ROW LEVEL SECURITY
POLICY public_facts PERMISSIVE FOR SELECT TO tj_app USING true
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE company (
  siren text COLLATE "C" NOT NULL,
  name text,
  headcount_hundredths integer,
  client_since date,
  first_seen_on date NOT NULL,
  automation boolean,
  atmp_account boolean,
  name_folded text GENERATED ALWAYS AS (folded(name)) STORED,
  CONSTRAINT company_pkey PRIMARY KEY (siren)
)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE contract (
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  matricule text COLLATE "C" NOT NULL,
  number text COLLATE "C" NOT NULL,
  started_on date NOT NULL,
  ended_on date,
  nature text,
  job_title text,
  pcs text,
  regime text NOT NULL,
  as_of text COLLATE "C",
  CONSTRAINT contract_pkey PRIMARY KEY (siret, matricule, number),
  CONSTRAINT contract_siret_fkey FOREIGN KEY (siret) REFERENCES establishment(siret)
)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE dead_letter (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  job text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  attempts integer NOT NULL,
  first_failed_at timestamp with time zone NOT NULL,
  last_failed_at timestamp with time zone NOT NULL,
  quiet_until timestamp with time zone,
  last_error text NOT NULL,
  outcome text,
  ended_at timestamp with time zone,
  ended_by text,
  CONSTRAINT dead_letter_check CHECK (((outcome IS NULL) = (ended_at IS NULL))),
  CONSTRAINT dead_letter_check1 CHECK (((outcome = 'RETRIED'::text) = (ended_by IS NOT NULL))),
  CONSTRAINT dead_letter_outcome_check CHECK ((outcome = ANY (ARRAY['SUCCEEDED'::text, 'RETRIED'::text]))),
  CONSTRAINT dead_letter_pkey PRIMARY KEY (id)
)
CREATE UNIQUE INDEX dead_letter_open ON public.dead_letter USING btree (job, subject) WHERE (outcome IS NULL)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE declared_contract (
  dsn_id bigint NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  matricule text COLLATE "C" NOT NULL,
  number text COLLATE "C" NOT NULL,
  regime text NOT NULL,
  code_risque text COLLATE "C" NOT NULL,
  office boolean NOT NULL,
  rate integer,
  base_cents bigint NOT NULL,
  line integer NOT NULL,
  superseded boolean DEFAULT false NOT NULL
)
CREATE INDEX declared_contract_dsn ON public.declared_contract USING btree (dsn_id)
CREATE INDEX declared_contract_month ON public.declared_contract USING btree (siret, period) WHERE (NOT superseded)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE declared_regularisation (
  dsn_id bigint NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  matricule text COLLATE "C",
  number text COLLATE "C",
  rubric text NOT NULL,
  base_cents bigint,
  rate integer,
  amount_cents bigint,
  line integer NOT NULL
)
CREATE INDEX declared_regularisation_month ON public.declared_regularisation USING btree (siret, period)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE deposit (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  name text NOT NULL,
  origin text NOT NULL,
  actor text NOT NULL,
  companies text[],
  bound_to text NOT NULL,
  sha256 text NOT NULL,
  size_bytes bigint NOT NULL,
  state text DEFAULT 'RECEIVED'::text NOT NULL,
  report jsonb,
  received_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT deposit_check CHECK (((companies IS NULL) = (bound_to = ''::text))),
  CONSTRAINT deposit_check1 CHECK (((state = ANY (ARRAY['TAKEN'::text, 'REFUSED'::text])) = (ended_at IS NOT NULL))),
  CONSTRAINT deposit_check2 CHECK (((state = ANY (ARRAY['TAKEN'::text, 'REFUSED'::text])) = (report IS NOT NULL))),
  CONSTRAINT deposit_companies_check CHECK ((cardinality(companies) > 0)),
  CONSTRAINT deposit_origin_check CHECK ((origin = ANY (ARRAY['API'::text, 'FOLDER'::text, 'CRM'::text]))),
  CONSTRAINT deposit_pkey PRIMARY KEY (id),
  CONSTRAINT deposit_state_check CHECK ((state = ANY (ARRAY['RECEIVED'::text, 'IN_PROGRESS'::text, 'TAKEN'::text, 'REFUSED'::text])))
)
CREATE UNIQUE INDEX deposit_once ON public.deposit USING btree (sha256, bound_to) WHERE (state <> 'REFUSED'::text)
CREATE INDEX deposit_open ON public.deposit USING btree (id) WHERE (ended_at IS NULL)
ROW LEVEL SECURITY
POLICY bound PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (companies <@ ( SELECT string_to_array(current_setting('tj.companies'::text, true), ','::text) AS string_to_array)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE deposit_bytes (
  deposit_id bigint NOT NULL,
  part integer NOT NULL,
  gzipped bytea NOT NULL,
  CONSTRAINT deposit_bytes_deposit_id_fkey FOREIGN KEY (deposit_id) REFERENCES deposit(id),
  CONSTRAINT deposit_bytes_pkey PRIMARY KEY (deposit_id, part)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT TO tj_app

TABLE dsn (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  fraction_index smallint NOT NULL,
  fraction_of smallint NOT NULL,
  ord bigint NOT NULL,
  type text NOT NULL,
  file text NOT NULL,
  sha256 text NOT NULL,
  line integer NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  superseded_by bigint,
  CONSTRAINT dsn_pkey PRIMARY KEY (id)
)
CREATE UNIQUE INDEX dsn_current ON public.dsn USING btree (siret, period, fraction_index) WHERE (superseded_by IS NULL)
CREATE INDEX dsn_received ON public.dsn USING btree (siret, period, fraction_index, sha256)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE employee (
  siren text COLLATE "C" NOT NULL,
  matricule text COLLATE "C" NOT NULL,
  last_name text,
  first_name text,
  population text DEFAULT 'NORMAL'::text NOT NULL,
  as_of text COLLATE "C",
  CONSTRAINT employee_pkey PRIMARY KEY (siren, matricule),
  CONSTRAINT employee_population_check CHECK ((population = ANY (ARRAY['NORMAL'::text, 'ARTIST'::text, 'JOURNALIST'::text]))),
  CONSTRAINT employee_siren_fkey FOREIGN KEY (siren) REFERENCES company(siren)
)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE establishment (
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  postcode text,
  town text,
  address text,
  created_on date,
  first_seen_on date NOT NULL,
  as_of text COLLATE "C",
  CONSTRAINT establishment_pkey PRIMARY KEY (siret),
  CONSTRAINT establishment_siren_fkey FOREIGN KEY (siren) REFERENCES company(siren)
)
CREATE INDEX establishment_siren ON public.establishment USING btree (siren)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE event (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  key uuid DEFAULT gen_random_uuid() NOT NULL,
  type text NOT NULL,
  siren text COLLATE "C",
  at timestamp with time zone NOT NULL,
  data json NOT NULL,
  CONSTRAINT event_pkey PRIMARY KEY (id),
  CONSTRAINT event_type_check CHECK ((type = ANY (ARRAY['rate.changed'::text, 'task.raised'::text, 'task.done'::text, 'feed.completed'::text])))
)
CREATE INDEX event_at ON public.event USING brin (at)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE event_delivery (
  endpoint_id bigint NOT NULL,
  event_id bigint NOT NULL,
  siren text COLLATE "C",
  due_at timestamp with time zone,
  attempts integer DEFAULT 0 NOT NULL,
  first_attempt_at timestamp with time zone,
  outcome text,
  ended_at timestamp with time zone,
  last_error text,
  CONSTRAINT event_delivery_check CHECK (((outcome IS NULL) = (ended_at IS NULL))),
  CONSTRAINT event_delivery_outcome_check CHECK ((outcome = ANY (ARRAY['DELIVERED'::text, 'GIVEN_UP'::text]))),
  CONSTRAINT event_delivery_pkey PRIMARY KEY (endpoint_id, event_id)
)
CREATE INDEX event_delivery_waiting ON public.event_delivery USING btree (endpoint_id, event_id) WHERE (outcome IS NULL)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE feed (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  batch_id bigint NOT NULL,
  ordinal integer NOT NULL,
  file text NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  format text,
  lines integer DEFAULT 0 NOT NULL,
  verdicts jsonb,
  received_at timestamp with time zone NOT NULL,
  CONSTRAINT feed_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES batch(id),
  CONSTRAINT feed_batch_id_ordinal_key UNIQUE (batch_id, ordinal),
  CONSTRAINT feed_pkey PRIMARY KEY (id),
  CONSTRAINT feed_sha256_key UNIQUE (sha256)
)
ROW LEVEL SECURITY
POLICY named_in PERMISSIVE FOR SELECT TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'tenant'::text) AND (EXISTS ( SELECT 1
   FROM (establishment e
     JOIN verdict v ON ((v.siret = e.siret)))
  WHERE ((v.feed_id = feed.id) AND (e.siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest))))))
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE feed_bytes (
  feed_id bigint NOT NULL,
  part integer NOT NULL,
  gzipped bytea STORAGE EXTERNAL NOT NULL,
  CONSTRAINT feed_bytes_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed(id),
  CONSTRAINT feed_bytes_pkey PRIMARY KEY (feed_id, part)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE idempotency (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  api_key_id bigint NOT NULL,
  value text COLLATE "C" NOT NULL,
  request bytea NOT NULL,
  body bytea,
  attempt text NOT NULL,
  leased_until timestamp with time zone,
  status integer,
  headers jsonb,
  answer text,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_key(id),
  CONSTRAINT idempotency_check CHECK (((status IS NULL) = (leased_until IS NOT NULL))),
  CONSTRAINT idempotency_check1 CHECK (((status IS NULL) OR (body IS NOT NULL))),
  CONSTRAINT idempotency_pkey PRIMARY KEY (id)
)
CREATE INDEX idempotency_created ON public.idempotency USING btree (created_at)
CREATE UNIQUE INDEX idempotency_value ON public.idempotency USING btree (api_key_id, value)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE invitation (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  token bytea NOT NULL,
  account_id bigint,
  email text COLLATE "C" NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  companies text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT invitation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT invitation_email_check CHECK ((email = lower(email))),
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_role_check CHECK ((role = ANY (ARRAY['PAYROLL_ADMIN'::text, 'ACCOUNTANT'::text, 'SUPPORT'::text, 'ADMINISTRATOR'::text])))
)
CREATE UNIQUE INDEX invitation_open ON public.invitation USING btree (email) WHERE ((used_at IS NULL) AND (revoked_at IS NULL))
CREATE UNIQUE INDEX invitation_token ON public.invitation USING btree (token)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE job_under_way (
  job text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  process uuid,
  begun_at timestamp with time zone NOT NULL,
  progress text COLLATE "C" NOT NULL,
  deaths integer NOT NULL,
  CONSTRAINT job_under_way_pkey PRIMARY KEY (job, subject)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE mail (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  key text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  account_id bigint,
  email text COLLATE "C" NOT NULL,
  letter jsonb,
  created_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  outcome text,
  ended_at timestamp with time zone,
  last_error text,
  handed_at timestamp with time zone,
  CONSTRAINT mail_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT mail_check CHECK (((outcome IS NULL) = (ended_at IS NULL))),
  CONSTRAINT mail_check2 CHECK (((kind = 'INVITATION'::text) OR (account_id IS NOT NULL))),
  CONSTRAINT mail_kind_check CHECK ((kind = ANY (ARRAY['INVITATION'::text, 'DIGEST'::text, 'REMINDER'::text, 'ALERT'::text]))),
  CONSTRAINT mail_letter_check CHECK (
CASE
    WHEN (letter IS NULL) THEN (outcome IS NOT NULL)
    ELSE ((outcome IS NULL) OR (outcome = 'UNCLEAR'::text))
END),
  CONSTRAINT mail_outcome_check CHECK ((outcome = ANY (ARRAY['SENT'::text, 'REFUSED'::text, 'UNWANTED'::text, 'GIVEN_UP'::text, 'UNCLEAR'::text]))),
  CONSTRAINT mail_pkey PRIMARY KEY (id)
)
CREATE INDEX mail_due ON public.mail USING btree (due_at) WHERE (outcome IS NULL)
CREATE UNIQUE INDEX mail_key ON public.mail USING btree (key)
CREATE INDEX mail_unclear ON public.mail USING btree (id) WHERE ((outcome = 'UNCLEAR'::text) AND (letter IS NOT NULL))
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE mail_refusal (
  account_id bigint NOT NULL,
  kind text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT mail_refusal_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT mail_refusal_kind_check CHECK ((kind = ANY (ARRAY['DIGEST'::text, 'REMINDER'::text]))),
  CONSTRAINT mail_refusal_pkey PRIMARY KEY (account_id, kind)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT TO tj_app

TABLE national_table (
  year integer NOT NULL,
  effective_from date,
  file text NOT NULL,
  sha256 text NOT NULL,
  content jsonb NOT NULL,
  imported_at timestamp with time zone NOT NULL,
  CONSTRAINT national_table_pkey PRIMARY KEY (year)
)
ROW LEVEL SECURITY
POLICY public_facts PERMISSIVE FOR SELECT TO tj_app USING true
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE payroll_run (
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  period text COLLATE "C" NOT NULL,
  since timestamp with time zone NOT NULL,
  CONSTRAINT payroll_run_pkey PRIMARY KEY (siret, period)
)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE program_secret (
  name text NOT NULL,
  value text NOT NULL,
  CONSTRAINT program_secret_pkey PRIMARY KEY (name)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE rate_profile (
  sheet bigint NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  calculated_at timestamp without time zone,
  feed_id bigint,
  effective_from date NOT NULL,
  rate integer NOT NULL,
  line integer,
  "position" smallint NOT NULL,
  office boolean NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  code_risque text COLLATE "C" NOT NULL,
  section text COLLATE "C",
  source text COLLATE "C" NOT NULL,
  CONSTRAINT rate_profile_pkey PRIMARY KEY (siret, effective_from, sheet, "position")
)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE refused_line (
  feed_id bigint NOT NULL,
  line integer NOT NULL,
  siret text COLLATE "C",
  siren text COLLATE "C",
  code text NOT NULL,
  message text NOT NULL
)
CREATE UNIQUE INDEX refused_line_feed ON public.refused_line USING btree (feed_id, line, code)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE running_process (
  id uuid NOT NULL,
  role text NOT NULL,
  machine text NOT NULL,
  pid integer NOT NULL,
  started_at timestamp with time zone NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  doing jsonb NOT NULL,
  CONSTRAINT running_process_pkey PRIMARY KEY (id),
  CONSTRAINT running_process_role_check CHECK ((role = ANY (ARRAY['PAGES'::text, 'WORKER'::text])))
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE schedule_run (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  name text COLLATE "C" NOT NULL,
  slot text COLLATE "C" NOT NULL,
  due_at timestamp with time zone NOT NULL,
  planned_at timestamp with time zone NOT NULL,
  replaces integer DEFAULT 0 NOT NULL,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  attempts integer DEFAULT 0 NOT NULL,
  outcome text,
  report text,
  error text,
  alert boolean DEFAULT false NOT NULL,
  told_at timestamp with time zone,
  CONSTRAINT schedule_run_check CHECK (((outcome IS NULL) = (ended_at IS NULL))),
  CONSTRAINT schedule_run_outcome_check CHECK ((outcome = ANY (ARRAY['BASELINE'::text, 'DONE'::text, 'ALERT'::text, 'REPLACED'::text]))),
  CONSTRAINT schedule_run_pkey PRIMARY KEY (id)
)
CREATE INDEX schedule_run_due ON public.schedule_run USING btree (name, due_at)
CREATE INDEX schedule_run_open ON public.schedule_run USING btree (due_at, id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX schedule_run_slot ON public.schedule_run USING btree (name, slot)
CREATE INDEX schedule_run_untold ON public.schedule_run USING btree (id) WHERE (alert AND (told_at IS NULL))
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE session (
  id bytea NOT NULL,
  account_id bigint,
  created_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  agent text,
  data jsonb NOT NULL,
  CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT session_check CHECK ((ends_at <= expires_at)),
  CONSTRAINT session_pkey PRIMARY KEY (id)
)
CREATE INDEX session_account ON public.session USING btree (account_id)
CREATE INDEX session_ends ON public.session USING btree (ends_at)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE set_aside (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  feed_id bigint NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C",
  cause text NOT NULL,
  guards text,
  facts json NOT NULL,
  document json NOT NULL,
  calculated_at timestamp without time zone,
  status text DEFAULT 'OPEN'::text NOT NULL,
  since timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  ended_by text,
  ended_reason text,
  CONSTRAINT set_aside_cause_check CHECK ((cause = ANY (ARRAY['HELD'::text, 'UNKNOWN_ESTABLISHMENT'::text]))),
  CONSTRAINT set_aside_pkey PRIMARY KEY (id),
  CONSTRAINT set_aside_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'RELEASED'::text, 'REFUSED'::text, 'SUPERSEDED'::text])))
)
CREATE UNIQUE INDEX set_aside_open ON public.set_aside USING btree (siret, feed_id) WHERE (status = 'OPEN'::text)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE sign_in_attempt (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (id)
)
CREATE INDEX sign_in_attempt_account ON public.sign_in_attempt USING btree (account, at)
CREATE INDEX sign_in_attempt_address ON public.sign_in_attempt USING btree (address, at)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE source_return (
  origin text NOT NULL,
  key text NOT NULL,
  look text,
  outcome text,
  deposit_id bigint,
  reason text,
  seen_at timestamp with time zone NOT NULL,
  CONSTRAINT source_return_check CHECK (((NOT (outcome IS DISTINCT FROM 'KEPT'::text)) = (deposit_id IS NOT NULL))),
  CONSTRAINT source_return_check1 CHECK (((NOT (outcome IS DISTINCT FROM 'REFUSED'::text)) = (reason IS NOT NULL))),
  CONSTRAINT source_return_deposit_id_fkey FOREIGN KEY (deposit_id) REFERENCES deposit(id),
  CONSTRAINT source_return_origin_check CHECK ((origin = ANY (ARRAY['FOLDER'::text, 'CRM'::text]))),
  CONSTRAINT source_return_outcome_check CHECK ((outcome = ANY (ARRAY['KEPT'::text, 'REFUSED'::text]))),
  CONSTRAINT source_return_pkey PRIMARY KEY (origin, key)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE support_request (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  feed_id bigint NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  words text NOT NULL,
  context jsonb NOT NULL,
  asked_by text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  status text DEFAULT 'OPEN'::text NOT NULL,
  answer text,
  answered_by text,
  answered_at timestamp with time zone,
  CONSTRAINT support_request_check CHECK (((status = 'ANSWERED'::text) = ((answer IS NOT NULL) AND (answered_by IS NOT NULL) AND (answered_at IS NOT NULL)))),
  CONSTRAINT support_request_pkey PRIMARY KEY (id),
  CONSTRAINT support_request_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'ANSWERED'::text])))
)
CREATE UNIQUE INDEX support_request_open ON public.support_request USING btree (siret, feed_id) WHERE (status = 'OPEN'::text)
CREATE INDEX support_request_siren ON public.support_request USING btree (siren, id)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE tally (
  one boolean DEFAULT true NOT NULL,
  up_to_feed bigint NOT NULL,
  lines bigint NOT NULL,
  verdicts jsonb NOT NULL,
  refusals jsonb NOT NULL,
  CONSTRAINT tally_one_check CHECK (one),
  CONSTRAINT tally_pkey PRIMARY KEY (one)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT SELECT, UPDATE TO tj_app

TABLE task (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  cause text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  period text COLLATE "C" NOT NULL,
  status text DEFAULT 'OPEN'::text NOT NULL,
  prefill jsonb NOT NULL,
  feed_id bigint,
  opened_at timestamp with time zone NOT NULL,
  postponed_until text COLLATE "C",
  ended_at timestamp with time zone,
  outcome jsonb,
  CONSTRAINT task_check CHECK (((status = 'OPEN'::text) = (ended_at IS NULL))),
  CONSTRAINT task_kind_check CHECK ((kind = ANY (ARRAY['FIRST_PAYROLL'::text, 'ANNUAL_RENEWAL'::text, 'INCOHERENCE'::text, 'EMPLOYEE_AFFILIATION'::text]))),
  CONSTRAINT task_pkey PRIMARY KEY (id),
  CONSTRAINT task_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'DONE'::text, 'SUPERSEDED'::text])))
)
CREATE INDEX task_awaited ON public.task USING btree (postponed_until) WHERE ((status = 'OPEN'::text) AND (postponed_until IS NOT NULL))
CREATE INDEX task_cause ON public.task USING btree (kind, cause, siret)
CREATE INDEX task_ended ON public.task USING btree (kind, period, ended_at DESC, siret, id) WHERE (status <> 'OPEN'::text)
CREATE UNIQUE INDEX task_open ON public.task USING btree (siret, kind, cause) WHERE (status = 'OPEN'::text)
CREATE INDEX task_siren ON public.task USING btree (siren, status)
CREATE INDEX task_urgent ON public.task USING btree (kind, reason, period, siret, id) WHERE (status = 'OPEN'::text)
CREATE INDEX task_waiting ON public.task USING btree (kind, opened_at) WHERE (status = 'OPEN'::text)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE task_draft (
  task_id bigint NOT NULL,
  version integer NOT NULL,
  siren text COLLATE "C" NOT NULL,
  answers jsonb NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT task_draft_pkey PRIMARY KEY (task_id, version),
  CONSTRAINT task_draft_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id),
  CONSTRAINT task_draft_version_check CHECK ((version > 0))
)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT TO tj_app

TABLE task_postponement (
  task_id bigint NOT NULL,
  siren text COLLATE "C" NOT NULL,
  until text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL,
  returned_at timestamp with time zone,
  CONSTRAINT task_postponement_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id)
)
CREATE INDEX task_postponement_out ON public.task_postponement USING btree (until) WHERE (returned_at IS NULL)
CREATE INDEX task_postponement_task ON public.task_postponement USING btree (task_id)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE update_undone (
  siret text COLLATE "C" NOT NULL,
  feed_id bigint NOT NULL,
  siren text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT update_undone_pkey PRIMARY KEY (siret, feed_id)
)
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT TO tj_app

TABLE verdict (
  feed_id bigint NOT NULL,
  batch_id integer NOT NULL,
  effective_from date,
  attempt smallint NOT NULL,
  siret text COLLATE "C" NOT NULL,
  siren text COLLATE "C",
  verdict text NOT NULL,
  reason text,
  rule text NOT NULL,
  facts json NOT NULL,
  CONSTRAINT verdict_pkey PRIMARY KEY (feed_id, siret, attempt)
)
CREATE INDEX verdict_effective ON public.verdict USING brin (effective_from)
CREATE INDEX verdict_rare ON public.verdict USING btree (verdict, feed_id, siret) WHERE (verdict = ANY (ARRAY['TASK_RAISED'::text, 'HELD'::text, 'QUARANTINED'::text, 'IGNORED'::text]))
ROW LEVEL SECURITY
POLICY tenant PERMISSIVE FOR ALL TO tj_app USING ((( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE webhook_endpoint (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  url text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by text NOT NULL,
  disabled_at timestamp with time zone,
  disabled_because text,
  failing_since timestamp with time zone,
  last_success_at timestamp with time zone,
  last_failure_at timestamp with time zone,
  last_error text,
  lease_owner text,
  lease_until timestamp with time zone,
  CONSTRAINT webhook_endpoint_check CHECK (((disabled_at IS NULL) = (disabled_because IS NULL))),
  CONSTRAINT webhook_endpoint_check1 CHECK (((lease_owner IS NULL) = (lease_until IS NULL))),
  CONSTRAINT webhook_endpoint_disabled_because_check CHECK ((disabled_because = ANY (ARRAY['PERSON'::text, 'GONE'::text]))),
  CONSTRAINT webhook_endpoint_pkey PRIMARY KEY (id)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE webhook_secret (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  endpoint_id bigint NOT NULL,
  sealed text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone,
  CONSTRAINT webhook_secret_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id),
  CONSTRAINT webhook_secret_pkey PRIMARY KEY (id)
)
CREATE INDEX webhook_secret_endpoint ON public.webhook_secret USING btree (endpoint_id)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE webhook_subscription (
  endpoint_id bigint NOT NULL,
  siren text COLLATE "C",
  types text[] NOT NULL,
  active boolean DEFAULT true NOT NULL,
  CONSTRAINT webhook_subscription_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id),
  CONSTRAINT webhook_subscription_pkey PRIMARY KEY (endpoint_id),
  CONSTRAINT webhook_subscription_types_check CHECK ((types <@ ARRAY['rate.changed'::text, 'task.raised'::text, 'task.done'::text, 'feed.completed'::text]))
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
POLICY to_tell PERMISSIVE FOR SELECT TO tj_app USING ((siren IS NULL) OR (siren IN ( SELECT unnest(string_to_array(current_setting('tj.companies'::text, true), ','::text)) AS unnest)))
GRANT INSERT, SELECT, UPDATE TO tj_app

TABLE work (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  account_id bigint NOT NULL,
  state text DEFAULT 'WAITING'::text NOT NULL,
  step text,
  files jsonb NOT NULL,
  size_bytes bigint NOT NULL,
  read_bytes bigint DEFAULT 0 NOT NULL,
  report jsonb,
  failure text,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  actor text,
  admission jsonb,
  CONSTRAINT work_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT work_behalf CHECK (((ended_at IS NOT NULL) OR ((actor IS NOT NULL) AND (admission IS NOT NULL)))),
  CONSTRAINT work_check CHECK (((state = ANY (ARRAY['WAITING'::text, 'RUNNING'::text])) = (ended_at IS NULL))),
  CONSTRAINT work_check1 CHECK (((state = 'DONE'::text) = (report IS NOT NULL))),
  CONSTRAINT work_check2 CHECK (((state = 'FAILED'::text) = (failure IS NOT NULL))),
  CONSTRAINT work_pkey PRIMARY KEY (id),
  CONSTRAINT work_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'INTERRUPTED'::text]))),
  CONSTRAINT work_step_check CHECK ((step = ANY (ARRAY['COMPANIES'::text, 'DSN'::text, 'RATES'::text])))
)
CREATE INDEX work_account ON public.work USING btree (account_id, id)
CREATE INDEX work_open ON public.work USING btree (id) WHERE (ended_at IS NULL)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

TABLE work_bytes (
  document_id bigint NOT NULL,
  part integer NOT NULL,
  gzipped bytea NOT NULL,
  CONSTRAINT work_bytes_document_id_fkey FOREIGN KEY (document_id) REFERENCES work_document(id) ON DELETE CASCADE,
  CONSTRAINT work_bytes_pkey PRIMARY KEY (document_id, part)
)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT TO tj_app

TABLE work_document (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  work_id bigint NOT NULL,
  file integer NOT NULL,
  name text NOT NULL,
  sha256 text,
  size_bytes bigint DEFAULT 0 NOT NULL,
  code text,
  message text,
  CONSTRAINT work_document_check CHECK (((code IS NULL) = (message IS NULL))),
  CONSTRAINT work_document_pkey PRIMARY KEY (id),
  CONSTRAINT work_document_work_id_fkey FOREIGN KEY (work_id) REFERENCES work(id) ON DELETE CASCADE
)
CREATE INDEX work_document_work ON public.work_document USING btree (work_id, id)
ROW LEVEL SECURITY
POLICY system_only PERMISSIVE FOR ALL TO tj_app USING (( SELECT current_setting('tj.scope'::text, true) AS current_setting) = 'system'::text)
GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app

CREATE OR REPLACE FUNCTION public.folded(written text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN TRIM(BOTH FROM regexp_replace(lower(regexp_replace(NORMALIZE(replace(replace(written, 'œ'::text, 'oe'::text), 'Œ'::text, 'oe'::text), NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text)), '[^a-z0-9]+'::text, ' '::text, 'g'::text))

CREATE OR REPLACE FUNCTION public.reserve_sheets(wanted bigint)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
  DECLARE first bigint;
  BEGIN
    PERFORM pg_advisory_xact_lock(7207001);
    first := nextval('rate_sheet_number');
    IF wanted > 1 THEN PERFORM setval('rate_sheet_number', first + wanted - 1); END IF;
    RETURN first;
  END $function$

SCHEMA public

SCHEMA staging GRANT CREATE TO tj_app

SEQUENCE rate_sheet_number
