package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.storage.Leases;
import java.nio.file.Path;

/** Where a run's data lies and where its artifacts go. */
interface RunFiles {

  /** A new empty folder, the caller's to delete. */
  Path newFolder(StartedJob job);

  /**
   * What the engine is told.
   *
   * @param leases takes those of all that the run reads, to be held until it has ended
   */
  EngineCommand.Train command(StartedJob job, Path folder, Leases leases);
}
