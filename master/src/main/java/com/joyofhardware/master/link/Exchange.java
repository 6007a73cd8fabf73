package com.joyofhardware.master.link;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One kind of question to the agent: one at a time, the asker waits for the answer. */
final class Exchange<T> {
  /** Sends the question. */
  interface Question {
    void send() throws IOException;
  }

  private final String what;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable CompletableFuture<T> pending;

  Exchange(String what) {
    this.what = what;
  }

  /**
   * Asks and waits. Time-out covers the sending too: on time-out the caller closes the link.
   *
   * @throws JoyException when the agent says why it can't
   */
  T ask(Question question, Duration timeout, Runnable giveUp) throws IOException {
    turn.lock();
    CompletableFuture<T> answer = new CompletableFuture<>();
    pending = answer;
    CompletableFuture<T> timed =
        answer.orTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
    CompletableFuture<T> watched =
        timed.whenComplete((value, failure) -> {
          if (failure instanceof TimeoutException) {
            giveUp.run();
          }
        });
    try {
      question.send();
      return watched.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof TimeoutException) {
        throw new IOException("the agent did not " + what + " within " + timeout, cause);
      }
      String message = "the agent did not " + what + ": " + cause.getMessage();
      if (cause instanceof JoyException told) {
        throw new JoyException(told.code(), message, told);
      }
      throw new IOException(message, cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the agent was to " + what, e);
    } finally {
      pending = null;
      turn.unlock();
    }
  }

  void answer(T value) {
    CompletableFuture<T> asked = pending;
    if (asked != null) {
      asked.complete(value);
    }
  }

  /** The agent's own words for why it can't; of a code that tells nothing it is a mere failure. */
  void refuse(String code, String message) {
    Optional<ErrorCode> known = ErrorCode.of(code).filter(it -> it != ErrorCode.INTERNAL);
    fail(
        known.isPresent()
            ? new JoyException(known.get(), message)
            : new IOException(code + ": " + message));
  }

  void fail(Exception failure) {
    CompletableFuture<T> asked = pending;
    if (asked != null) {
      asked.completeExceptionally(failure);
    }
  }
}
