package dev.evenkeel.worker;

/** What a server does: answers requests, runs jobs, or both. */
public enum Role {
  API,
  WORKER
}
