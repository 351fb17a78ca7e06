/**
 * What every controller shares: problem documents, lists, idempotency. Knows no feature package.
 */
@NullMarked
package dev.evenkeel.web;

import org.jspecify.annotations.NullMarked;
