-- Datasets: what was uploaded and what its columns look like. Tensors and original bytes are blobs.
create table dataset (
  id           uuid primary key,
  name         text        not null,
  format       text        not null,
  task         text        not null,
  spec         jsonb       not null,
  profile      jsonb       not null,
  bytes        bigint      not null,
  sha256       text        not null,
  examples     bigint      not null,
  created_at   timestamptz not null
);

-- Jobs: what was asked and what became of it.
create table training_job (
  id                    uuid primary key,
  name                  text        not null,
  dataset_id            uuid        references dataset (id) on delete set null,
  validation_dataset_id uuid        references dataset (id) on delete set null,
  test_dataset_id       uuid        references dataset (id) on delete set null,
  spec                  jsonb       not null,
  labels                jsonb       not null default '{}',
  priority              int         not null default 0,
  max_duration_seconds  bigint,
  status                text        not null,
  stop_reason           text,
  stop_requested        text,
  attempt               int         not null default 0,
  attempts_handed_back  int         not null default 0,
  worker                text,
  created_at            timestamptz not null,
  started_at            timestamptz,
  finished_at           timestamptz,
  layers                jsonb       not null default '[]',
  parameters            bigint,
  epochs                int         not null,
  epoch                 int         not null default 0,
  iterations_per_epoch  int         not null default 0,
  iterations            bigint      not null default 0,
  iteration             bigint      not null default 0,
  executed_iterations   bigint      not null default 0,
  examples_per_second   double precision,
  estimated_finish      timestamptz,
  metrics               jsonb       not null default '{}',
  reports               jsonb       not null default '[]',
  verdict               text        not null default 'healthy',
  actions               jsonb       not null default '{}',
  changes               jsonb       not null default '[]',
  model_id              uuid,
  error_code            text,
  error_message         text,
  error_retryable       boolean,
  version               bigint      not null default 0
);
create index training_job_by_status on training_job (status, priority desc, id);
create index training_job_by_dataset on training_job (dataset_id);
create index training_job_by_validation_dataset on training_job (validation_dataset_id) where validation_dataset_id is not null;
create index training_job_by_test_dataset on training_job (test_dataset_id) where test_dataset_id is not null;
create index training_job_by_label on training_job using gin (labels jsonb_path_ops);

-- What happened to a job, in order; the source of the event stream.
create table job_event (
  job_id uuid        not null references training_job (id) on delete cascade,
  seq    bigint      generated always as identity,
  type   text        not null,
  data   jsonb       not null,
  at     timestamptz not null,
  primary key (job_id, seq)
);
create index job_event_status on job_event (job_id, seq) where type = 'status';

create table incident (
  id            uuid primary key,
  job_id        uuid             not null references training_job (id) on delete cascade,
  attempt       int              not null,
  number        int              not null,
  iteration     bigint           not null,
  epoch         int              not null,
  severity      text             not null,
  symptom       text             not null,
  cause         text             not null,
  confidence    double precision not null,
  layer_index   int,
  layer_name    text,
  evidence      jsonb            not null,
  message       text             not null,
  advice        text             not null,
  action        text             not null,
  action_detail jsonb            not null,
  changes       jsonb            not null default '[]',
  outcome       text             not null,
  at            timestamptz      not null,
  unique (job_id, number)
);

-- Histories: numbers of every iteration, in chunks. An array holds NaN and infinities natively and compresses well.
-- layer is -1 where the whole network is meant. Element k belongs to iteration first_iteration + k * stride.
create table history_chunk (
  job_id          uuid             not null references training_job (id) on delete cascade,
  series          text             not null,
  layer           int              not null,
  chunk           int              not null,
  first_iteration bigint           not null,
  stride          int              not null,
  points          double precision[] not null,
  primary key (job_id, series, layer, chunk)
);

-- Metrics of whole epochs.
create table epoch_metric (
  job_id    uuid             not null references training_job (id) on delete cascade,
  name      text             not null,
  iteration bigint           not null,
  epoch     int              not null,
  value     double precision not null,
  primary key (job_id, name, iteration)
);

create table model (
  id                uuid primary key,
  name              text        not null,
  version           int         not null,
  job_id            uuid        references training_job (id) on delete set null,
  dataset_id        uuid,
  dataset_sha256    text,
  quarantined       boolean     not null,
  parameters        bigint      not null,
  parameters_sha256 text        not null,
  metrics           jsonb       not null,
  manifest          jsonb       not null,
  dl4j_bytes        bigint      not null,
  dl4j_sha256       text        not null,
  onnx_bytes        bigint      not null,
  onnx_sha256       text        not null,
  created_at        timestamptz not null,
  unique (name, version)
);
create index model_by_job on model (job_id);
alter table training_job add foreign key (model_id) references model (id) on delete set null;
create index training_job_by_model on training_job (model_id) where model_id is not null;

-- First answers to requests that carried an Idempotency-Key.
create table idempotent_answer (
  key         text        not null,
  route       text        not null,
  fingerprint text        not null,
  status      int,
  location    text,
  body        text,
  created_at  timestamptz not null,
  primary key (key, route)
);

create index idempotent_answer_by_age on idempotent_answer (created_at);

-- db-scheduler's own table, as its documentation gives it.
create table scheduled_tasks (
  task_name            text        not null,
  task_instance        text        not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean     not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures int,
  last_heartbeat       timestamptz,
  version              bigint      not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_by_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_by_priority on scheduled_tasks (priority desc, execution_time asc);
