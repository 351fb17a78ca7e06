package dev.evenkeel.job;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The jobs. */
public interface TrainingJobs extends JpaRepository<TrainingJob, UUID> {

  /** Locks the row until the transaction ends, so that changes of a job follow one another. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select job from TrainingJob job where job.id = :id")
  Optional<TrainingJob> lock(UUID id);

  @Query("select count(job) from TrainingJob job where job.status = 'queued'")
  long countQueued();
}
