-- A model's file in the form of whatever has computed its network; there may be none.
alter table model rename column dl4j_bytes to native_bytes;
alter table model rename column dl4j_sha256 to native_sha256;
alter table model alter column native_bytes drop not null;
alter table model alter column native_sha256 drop not null;
alter table model add column native_kind text;
update model
set native_kind = 'deeplearning4j',
    manifest = manifest || '{"native_file": {"kind": "deeplearning4j", "name": "model.zip"}}';
alter table model add check (num_nulls(native_kind, native_bytes, native_sha256) in (0, 3));
