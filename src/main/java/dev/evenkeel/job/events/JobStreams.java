package dev.evenkeel.job.events;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.JobEvents;
import dev.evenkeel.job.JobLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-sent events: each stream follows one job's events until the job is terminal and all of
 * them are sent. A slow client holds up its own stream only.
 */
@Component
public class JobStreams implements AutoCloseable {

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int PAGE = 200;

  private final JobWatch watch;
  private final JobEvents events;
  private final JsonMapper json;
  private final Semaphore places;

  /** One task a stream at most, so as many threads at most as streams. */
  private final ExecutorService sending =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "job-stream");
            thread.setDaemon(true);
            return thread;
          });

  JobStreams(JobWatch watch, JobEvents events, JsonMapper json, JobLimits limits) {
    this.watch = watch;
    this.events = events;
    this.json = json;
    this.places = new Semaphore(limits.maxStreams());
  }

  /** A stream of the events after {@code seq}. */
  SseEmitter open(UUID jobId, long seq) {
    if (!places.tryAcquire()) {
      throw new ServiceException(
          ErrorCode.BUSY, "Too many event streams are open. Try again later, or ask for JSON.");
    }
    Stream stream = new Stream(jobId, seq);
    stream.emitter.onCompletion(stream::over);
    stream.emitter.onTimeout(stream::over);
    stream.emitter.onError(e -> stream.over());
    watch.add(jobId, stream);
    return stream.emitter;
  }

  /** How many more streams may be opened. */
  public int free() {
    return places.availablePermits();
  }

  @Override
  public void close() {
    sending.shutdownNow();
  }

  private final class Stream implements JobWatch.Watcher {

    private final UUID jobId;
    private final SseEmitter emitter = new SseEmitter(0L);
    private final AtomicBoolean sendingNow = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile long sent;
    private volatile long lastWrite = System.nanoTime();

    Stream(UUID jobId, long sent) {
      this.jobId = jobId;
      this.sent = sent;
    }

    @Override
    public void look(Optional<JobWatch.Pulse> pulse) {
      boolean due =
          pulse.isEmpty()
              || pulse.get().lastEvent() > sent
              || pulse.get().status().isTerminal()
              || System.nanoTime() - lastWrite >= HEARTBEAT.toNanos();
      if (due && !over.get() && sendingNow.compareAndSet(false, true)) {
        sending.execute(() -> send(pulse));
      }
    }

    @Override
    public void shutDown() {
      over();
      emitter.complete();
    }

    private void send(Optional<JobWatch.Pulse> pulse) {
      try {
        sendEvents();
        if (pulse.isEmpty() || pulse.get().status().isTerminal()) {
          String status = pulse.map(seen -> seen.status().json()).orElse("deleted");
          write(
              SseEmitter.event()
                  .name("end")
                  .data("{\"status\":\"" + status + "\"}", MediaType.TEXT_PLAIN));
          over();
          emitter.complete();
        } else if (System.nanoTime() - lastWrite >= HEARTBEAT.toNanos()) {
          write(SseEmitter.event().comment("still here"));
        }
      } catch (IOException | RuntimeException e) {
        // The client is gone, or the server is going down: either way nobody listens.
        over();
        emitter.completeWithError(e);
      } finally {
        sendingNow.set(false);
      }
    }

    private void sendEvents() throws IOException {
      List<JobEvents.Event> page;
      do {
        page = events.after(jobId, sent, PAGE);
        for (JobEvents.Event event : page) {
          write(
              SseEmitter.event()
                  .id(event.id())
                  .name(event.type())
                  .data(json.writeValueAsString(event.data()), MediaType.TEXT_PLAIN));
          sent = Long.parseLong(event.id());
        }
      } while (page.size() == PAGE);
    }

    private void write(SseEmitter.SseEventBuilder event) throws IOException {
      emitter.send(event);
      lastWrite = System.nanoTime();
    }

    private void over() {
      if (over.compareAndSet(false, true)) {
        watch.remove(jobId, this);
        places.release();
      }
    }
  }
}
