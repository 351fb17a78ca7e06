/**
 * What clients ask of jobs: new, repeated, repaired and changed ones, and what is held against a
 * spec first.
 */
@NullMarked
package dev.evenkeel.job.request;

import org.jspecify.annotations.NullMarked;
