-- The rights of the user that `otklik serve` and the other commands run as, on MySQL and MariaDB: entries of the ledger,
-- acts, links of the chain over both, and versions of the prompts are added and read, never altered or taken away. Run
-- after `otklik migrate`, which needs a user with all rights, as does `otklik restore`. Put your names for the database
-- (otklik) and the user ('otklik'@'%'), who is to have no other rights.

GRANT SELECT ON otklik.alembic_version TO 'otklik'@'%';
GRANT SELECT, INSERT ON otklik.acts TO 'otklik'@'%';
GRANT SELECT, INSERT ON otklik.audit_links TO 'otklik'@'%';
GRANT SELECT, INSERT ON otklik.ledger_entries TO 'otklik'@'%';
GRANT SELECT, INSERT ON otklik.prompt_versions TO 'otklik'@'%';

GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.accounts TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.alerts TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.call_slots TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.controls TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.conversations TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.deadline_sources TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.deadlines TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.deliveries TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.doubts TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.events TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.halts TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.holds TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.knowledge_passages TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.messages TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.notifications TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.people TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.person_days TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.positions TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.ratings TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.reminder_wishes TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.reminders TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.sessions TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.told_passages TO 'otklik'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON otklik.turns TO 'otklik'@'%';
