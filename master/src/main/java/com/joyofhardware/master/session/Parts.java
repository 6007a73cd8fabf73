package com.joyofhardware.master.session;

import com.joyofhardware.protocol.ContainerId;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * What every live session works with.
 *
 * @param busy containers that may not be stopped now
 * @param hasten wakes the reconcile loop
 */
record Parts(
    SessionTable table,
    Neighbours neighbours,
    Personalising personalising,
    LastSave lastSave,
    Rescue rescue,
    SessionFeed feed,
    Telling telling,
    Timings timings,
    Clock clock,
    ExecutorService threads,
    Set<ContainerId> busy,
    Runnable hasten) {}
