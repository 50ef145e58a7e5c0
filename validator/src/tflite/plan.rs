//! Which tensors share memory: two of them may, when the one is read for the last time before the other is written.

use super::ModelError;

/// What one step reads and writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use<'a> {
    pub(super) operands: &'a [usize],
    pub(super) output: usize,
    /// Whether it changes its first operand rather than making something new.
    pub(super) in_place: bool,
}

/// Where each tensor lies in one stretch of memory.
#[derive(Debug)]
pub(super) struct Plan {
    /// Numbers that the stretch must hold.
    pub(super) room: usize,
    of: Vec<Option<usize>>,
}

/// Numbers that stand in one place from the step that writes them to the last that reads them; steps that change them in place and
/// what comes out of those are part of it.
#[derive(Debug, Clone, Copy)]
struct Life {
    length: usize,
    from: usize,
    to: usize,
}

impl Life {
    fn meets(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl Plan {
    /// Plans `uses` in their order. The outputs keep their place to the end.
    ///
    /// The longest gets its place first, each next one the smallest gap that is free as long as it lives (greedy by size with offsets:
    /// Pisarchyk & Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020).
    pub(super) fn new(lengths: &[usize], computed: &[bool], uses: &[Use<'_>], input: usize, outputs: &[usize]) -> Self {
        let (lives, life_of) = lives(lengths, computed, uses, input, outputs);
        let mut order: Vec<usize> = (0..lives.len()).collect();
        order.sort_by_key(|life| std::cmp::Reverse(lives[*life].length));
        let mut placed: Vec<(usize, Life)> = Vec::new();
        let mut starts = vec![0; lives.len()];
        for index in order {
            let life = lives[index];
            let start = gap(&placed, &life);
            placed.push((start, life));
            placed.sort_by_key(|(start, _)| *start);
            starts[index] = start;
        }
        Self {
            room: placed
                .iter()
                .map(|(start, life)| start + life.length)
                .max()
                .unwrap_or(0),
            of: life_of.into_iter().map(|life| life.map(|life| starts[life])).collect(),
        }
    }

    /// Where a tensor begins.
    pub(super) fn start(&self, tensor: usize) -> Result<usize, ModelError> {
        let start = self.of.get(tensor).copied().flatten();
        start.ok_or_else(|| ModelError::Shape("a tensor is never written".to_owned()))
    }
}

/// The smallest gap between those that live at the same time which is large enough; else behind them all.
fn gap(placed: &[(usize, Life)], life: &Life) -> usize {
    let (mut end, mut best) = (0, None::<(usize, usize)>);
    for (start, other) in placed.iter().filter(|(_, other)| other.meets(life)) {
        let wide = start.saturating_sub(end);
        if wide >= life.length && best.is_none_or(|(width, _)| wide < width) {
            best = Some((wide, end));
        }
        end = end.max(start + other.length);
    }
    best.map_or(end, |(_, start)| start)
}

/// The lives of all tensors that are written, and which one each tensor belongs to.
fn lives(
    lengths: &[usize],
    computed: &[bool],
    uses: &[Use<'_>],
    input: usize,
    outputs: &[usize],
) -> (Vec<Life>, Vec<Option<usize>>) {
    // The input is there at time 0, the first step runs at 1.
    let mut last = vec![0; lengths.len()];
    for (time, step) in (1..).zip(uses) {
        for operand in step.operands {
            last[*operand] = time;
        }
    }
    for output in outputs {
        last[*output] = usize::MAX;
    }
    let begin = |tensor: usize, time: usize| Life {
        // Even what is empty has a place of its own, so that nothing lies across it.
        length: lengths[tensor].max(1),
        from: time,
        to: last[tensor].max(time),
    };
    let mut lives = vec![begin(input, 0)];
    let mut of = vec![None; lengths.len()];
    of[input] = Some(0);
    for (time, step) in (1..).zip(uses) {
        let ends = |tensor: usize| computed[tensor] && last[tensor] == time;
        let first = step.operands.first().copied().filter(|_| step.in_place);
        let inherited = first.filter(|first| ends(*first) && lengths[*first] == lengths[step.output]);
        // Read twice by the same step, it can't be changed while it is read.
        let inherited = inherited.filter(|first| step.operands.iter().skip(1).all(|other| other != first));
        let life = match inherited.and_then(|first| of[first]) {
            Some(life) => {
                let until: &mut Life = &mut lives[life];
                until.to = until.to.max(last[step.output]);
                life
            }
            None => {
                lives.push(begin(step.output, time));
                lives.len() - 1
            }
        };
        of[step.output] = Some(life);
    }
    (lives, of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_used_again_but_never_while_it_is_needed() {
        // 0 → 1 → 2, 3 = 1 + 2 (in place of 1), 4 = f(3).
        let uses = [
            Use {
                operands: &[0],
                output: 1,
                in_place: false,
            },
            Use {
                operands: &[1],
                output: 2,
                in_place: false,
            },
            Use {
                operands: &[1, 2],
                output: 3,
                in_place: true,
            },
            Use {
                operands: &[3],
                output: 4,
                in_place: false,
            },
        ];
        let plan = Plan::new(&[8; 5], &[true; 5], &uses, 0, &[4]);
        let start = |tensor: usize| plan.start(tensor).unwrap();
        assert_ne!(start(0), start(1));
        assert_eq!(start(2), start(0), "the input is read no more");
        assert_eq!(start(3), start(1), "changed where it stands");
        assert_ne!(start(4), start(3));
        assert_eq!(plan.room, 16);
    }

    #[test]
    fn a_tensor_that_is_read_twice_by_one_step_is_not_changed_in_place() {
        let uses = [
            Use {
                operands: &[0],
                output: 1,
                in_place: false,
            },
            Use {
                operands: &[1, 1],
                output: 2,
                in_place: true,
            },
        ];
        let plan = Plan::new(&[4; 3], &[true; 3], &uses, 0, &[2]);
        assert_ne!(plan.start(2).unwrap(), plan.start(1).unwrap());
    }
}
