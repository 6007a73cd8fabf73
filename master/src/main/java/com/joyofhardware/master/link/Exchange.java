package com.joyofhardware.master.link;

import java.io.IOException;
import java.time.Duration;
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

  /** Time-out covers the sending too: on time-out the caller closes the link. */
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
      throw new IOException("the agent did not " + what + ": " + cause.getMessage(), cause);
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

  void fail(IOException failure) {
    CompletableFuture<T> asked = pending;
    if (asked != null) {
      asked.completeExceptionally(failure);
    }
  }
}
