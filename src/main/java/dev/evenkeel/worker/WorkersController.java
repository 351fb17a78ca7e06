package dev.evenkeel.worker;

import dev.evenkeel.web.ListAnswer;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this server's workers are doing. */
@RestController
class WorkersController {

  private final Workers workers;

  WorkersController(Workers workers) {
    this.workers = workers;
  }

  /** Never paged: there are as many as devices. */
  @GetMapping("/api/v1/workers")
  ListAnswer<WorkerView> list() {
    List<WorkerView> views = workers.views();
    return ListAnswer.of(views, views.size(), WorkerView::device);
  }
}
